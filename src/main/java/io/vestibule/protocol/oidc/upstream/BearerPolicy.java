package io.vestibule.protocol.oidc.upstream;

import io.vestibule.realm.reading.IfAbsent;
import java.util.Set;

/**
 * Which access tokens that other programs bring are believed. A token is for us when {@code aud} names our client or one of
 * {@code audiences}, or when it was issued to our client or to one of {@code clients} ({@code client_id}, {@code azp}): any
 * other application of the provider could otherwise act as whoever signs in to it.
 *
 * @param clients whose access tokens are good here, such as that of the command line
 * @param audiences by which the provider's tokens may mean this server, beside the connector's own client id
 * @param userinfoIsEnough whether a token of which nothing can be learnt but that userinfo answers it is believed: only right
 *     where nobody else is a client of that provider
 */
public record BearerPolicy(
        Set<String> clients,
        Set<String> audiences,
        @IfAbsent("false") boolean userinfoIsEnough) {
    static final BearerPolicy STANDARD = new BearerPolicy(Set.of(), Set.of(), false);

    public BearerPolicy {
        clients = Set.copyOf(clients);
        audiences = Set.copyOf(audiences);
    }
}
