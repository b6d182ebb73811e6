package io.vestibule.protocol.saml.downstream;

import java.util.Optional;

/**
 * What a service provider will be told of its logout request; sealed into the address the browser comes back to.
 *
 * @param requestId what it answers
 * @param binding the one the request came by
 * @param madeAt seconds of the epoch
 */
record LogoutAnswer(
        String party,
        String requestId,
        Optional<String> relayState,
        LogoutAddress.Binding binding,
        SamlStatus status,
        long madeAt) {}
