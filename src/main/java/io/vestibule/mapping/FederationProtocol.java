package io.vestibule.mapping;

import java.util.Optional;
import java.util.Set;

/**
 * A way in which people of an identity provider come, and the rules for it.
 *
 * @param mapping the id of a mapping, which may be gone
 * @param remoteIdAttribute under which name the upstream says who it is
 */
public record FederationProtocol(
        String identityProvider, String id, String mapping, Optional<String> remoteIdAttribute) {
    private static final Set<String> OUR_OWN = Set.of(
            "password",
            "totp",
            "passkey",
            "recovery",
            "token",
            "external",
            "application_credential",
            "ec2credential",
            "oauth1",
            "oauth2_credential");

    /**
     * Whether a method of our own is called so. Tokens name the protocol among their methods, and who may choose its name must
     * not choose what counts as proven.
     */
    public static boolean isReserved(String id) {
        return OUR_OWN.contains(id);
    }
}
