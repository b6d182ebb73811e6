package io.vestibule.protocol.saml.metadata;

import io.vestibule.identity.Sha256;
import io.vestibule.protocol.saml.metadata.Catalogue.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A catalogue while it is decided what of a new copy to believe. */
final class CatalogueDraft {
    private static final Logger LOG = Logger.getLogger(CatalogueDraft.class);
    private static final int MOST_ENTITIES = 200_000;
    private static final long ROOM = 1024 * 1024;

    private final EntityReader reader;
    private final boolean federation;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, byte[]> held = new HashMap<>();
    private final Map<String, OrganisationEntry> organisations = new LinkedHashMap<>();
    private final Map<String, Optional<String>> registrars = new HashMap<>();
    private Envelope envelope = new Envelope("", Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private CatalogueDraft(EntityReader reader, boolean federation) {
        this.reader = reader;
        this.federation = federation;
    }

    /**
     * Verifies {@code document} and writes what was verified to {@code copy}.
     *
     * @param federation whether one unreadable entity among many is only left out
     */
    static CatalogueDraft read(
            HardenedXml parser, Path document, Path copy, Collection<PublicKey> trusted, boolean federation)
            throws MetadataRefused, IOException {
        CatalogueDraft draft = new CatalogueDraft(new EntityReader(parser), federation);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(document));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
            long most = 4 * Files.size(document) + ROOM;
            draft.envelope = VerifiedCopy.write(parser, in, out, most, trusted, draft::add);
        }
        return draft;
    }

    Envelope envelope() {
        return envelope;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** The entity stays as it was: not believed in its new form. */
    void hold(String entityId, byte[] document) throws MetadataRefused {
        held.put(entityId, document);
        list(reader.one(document, Optional.of(entityId)));
    }

    /** The entity is not believed at all. */
    void leaveOut(String entityId) {
        entries.remove(entityId);
        organisations.remove(entityId);
    }

    /** @param copy is taken away from the folder; who has the catalogue still reads it */
    Catalogue finished(Path copy) throws IOException {
        RandomAccessFile verified = new RandomAccessFile(copy.toFile(), "r"); // closed with the last who has it
        Files.delete(copy);
        return new Catalogue(
                envelope, Map.copyOf(entries), held, verified, reader, OrganisationIndex.of(organisations.values()));
    }

    private void add(long offset, byte[] octets, Surrounding around) throws MetadataRefused {
        EntityMetadata entity;
        try {
            entity = reader.one(around.around(octets), Optional.empty());
        } catch (MetadataRefused unreadable) {
            if (!federation) {
                throw unreadable;
            }
            LOG.infof("an entity of a federation is left out: %s", unreadable.detail());
            return;
        }
        if (entries.size() >= MOST_ENTITIES) {
            throw new MetadataRefused("too-many-entities", "more than " + MOST_ENTITIES + " entities");
        }
        Optional<String> registrar = registrars.computeIfAbsent(
                entity.registrar().orElse(""),
                name -> Optional.of(name).filter(text -> !text.isEmpty())); // one text for thousands of entities
        Entry entry = new Entry(offset, octets.length, Sha256.of(octets).bytes(), around, registrar);
        if (entries.putIfAbsent(entity.entityId(), entry) == null) {
            list(entity);
        }
    }

    private void list(EntityMetadata entity) {
        OrganisationEntry.of(entity).ifPresent(entry -> organisations.put(entity.entityId(), entry));
    }
}
