package io.vestibule.protocol.saml.metadata;

import java.util.Optional;

/** A document of one entity to a record, without asking who signed it. */
public class EntityDocument {
    private final EntityReader reader = new EntityReader(new HardenedXml());

    /** What reading gave. */
    public sealed interface Outcome {
        record Read(EntityMetadata entity) implements Outcome {}

        /** @param reason a stable word; {@code detail} a sentence for the operator */
        record Refused(String reason, String detail) implements Outcome {}
    }

    /** @param entityId needed when the document holds several */
    public Outcome read(byte[] document, Optional<String> entityId) {
        try {
            return new Outcome.Read(reader.one(document, entityId));
        } catch (MetadataRefused refused) {
            return new Outcome.Refused(refused.reason(), refused.detail());
        }
    }
}
