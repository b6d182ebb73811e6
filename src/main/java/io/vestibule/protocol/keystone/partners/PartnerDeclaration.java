package io.vestibule.protocol.keystone.partners;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.util.Optional;

/**
 * An entry of {@code keystone: serviceProviders} in a realm's file.
 *
 * @param entityId what the SAML front of that Keystone calls itself: its assertions then name it as their only audience
 */
public record PartnerDeclaration(
        String id,
        @IfAbsent("true") boolean enabled,
        Optional<String> description,
        URI authUrl,
        URI spUrl,
        @IfAbsent("'" + ServiceProvider.USUAL_PREFIX + "'") String relayStatePrefix,
        Optional<String> entityId) {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_URL = 225;

    public PartnerDeclaration {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("id must have 1 to " + LONGEST_ID + " characters");
        }
        requireAddress("authUrl", authUrl);
        requireAddress("spUrl", spUrl);
    }

    private static void requireAddress(String key, URI address) {
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!web || address.getHost() == null || address.toString().length() > LONGEST_URL) {
            throw new IllegalArgumentException(key + " must be an address of at most " + LONGEST_URL
                    + " characters, such as https://sp.example.org/…");
        }
    }

    ServiceProvider serviceProvider() {
        return new ServiceProvider(
                id, enabled, description, authUrl.toString(), spUrl.toString(), relayStatePrefix, entityId, true);
    }
}
