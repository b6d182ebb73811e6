package io.vestibule.protocol.oidc.downstream;

/** What a client that authenticated gets. */
sealed interface BackChannelAnswer {
    record Given(JsonReply reply) implements BackChannelAnswer {}

    record Refused(Denied denied) implements BackChannelAnswer {}
}
