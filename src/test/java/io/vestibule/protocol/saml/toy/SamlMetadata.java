package io.vestibule.protocol.saml.toy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The frame of an entity's metadata, unsigned. */
public final class SamlMetadata {
    private SamlMetadata() {}

    public static String entity(String entityId, String role) {
        return entity(entityId, role, Instant.now().plus(Duration.ofDays(7)));
    }

    public static String entity(String entityId, String role, Instant validUntil) {
        return "<md:EntityDescriptor xmlns:md=\"" + SamlNames.METADATA + "\" ID=\"" + Draft.newId() + "\" entityID=\""
                + Xml.escape(entityId) + "\" validUntil=\"" + validUntil.truncatedTo(ChronoUnit.SECONDS) + "\">" + role
                + "</md:EntityDescriptor>";
    }
}
