package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.reading.IfAbsent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The realm's {@code keystone: tokenless} block: a front end that has checked a client's certificate and says in headers what is in
 * it, for services that show it instead of a token.
 *
 * @param trustedAddresses peers whose headers count
 * @param trustedIssuers whose certificates count, as the front end writes their names
 * @param protocol of the identity provider whose id is the SHA-256 of the issuer's name: its mapping says who it is
 * @param issuerAttribute the attribute that holds the issuer's name
 * @param attributes what rules ask for ({@code SSL_CLIENT_S_DN_CN}), and the header it is in. The front end must set or remove
 *     each of these headers in every request; no other header is looked at
 */
public record Tokenless(
        Set<String> trustedAddresses,
        List<String> trustedIssuers,
        @IfAbsent("x509") String protocol,
        @IfAbsent("SSL_CLIENT_I_DN") String issuerAttribute,
        Map<String, String> attributes) {
    public Tokenless {
        trustedAddresses = Set.copyOf(trustedAddresses);
        trustedIssuers = List.copyOf(trustedIssuers);
        attributes = Map.copyOf(attributes);
        if (trustedAddresses.isEmpty() || trustedIssuers.isEmpty()) {
            throw new IllegalArgumentException(
                    "tokenless needs trustedAddresses and trustedIssuers: without them anybody is anybody");
        }
        if (!attributes.containsKey(issuerAttribute)) {
            throw new IllegalArgumentException("tokenless needs the header of " + issuerAttribute + " in attributes");
        }
    }
}
