package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.reading.IfAbsent;
import java.util.Set;

/**
 * The realm's {@code keystone: clientCertificates} block: clients of OAuth 2.0 that show a certificate (RFC 8705), which a front
 * end has checked and passes on.
 *
 * @param header the certificate in PEM, as it is, with spaces for the ends of lines, or percent-encoded. The front end must set
 *     or remove it in every request
 * @param trustedAddresses peers whose header counts
 * @param mapping by whose rules a certificate's subject and issuer say which user it is of
 */
public record ClientCertificates(
        @IfAbsent("X-SSL-Client-Cert") String header,
        Set<String> trustedAddresses,
        @IfAbsent("oauth2_mapping") String mapping) {
    public ClientCertificates {
        trustedAddresses = Set.copyOf(trustedAddresses);
        if (trustedAddresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "clientCertificates needs trustedAddresses: without them anybody shows anything");
        }
    }
}
