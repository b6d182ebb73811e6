package io.vestibule.protocol.saml.metadata;

import io.vestibule.protocol.saml.metadata.Catalogue.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks a copy must stand before it is in force (security case 24), in their order. */
final class Acceptance {
    private static final int MOST_ALARMS = 20;

    private final HardenedXml parser = new HardenedXml();
    private final List<PublicKey> trusted;
    private final boolean federation;
    private final Optional<String> entityId;
    private final Duration longestValidity;
    private final Map<String, String> allowedRegistrars;
    private final FeedReport report;
    private final Clock clock;

    /** @param federation whether many entities come, of whom one that is doubtful does not stop the others */
    Acceptance(
            MetadataConfig config,
            List<PublicKey> trusted,
            boolean federation,
            Optional<String> entityId,
            FeedReport report,
            Clock clock) {
        this.trusted = trusted;
        this.federation = federation;
        this.entityId = entityId;
        this.longestValidity = config.longestValidity();
        this.allowedRegistrars = config.registrars();
        this.report = report;
        this.clock = clock;
    }

    /** A copy that just came. */
    Catalogue accepted(Path document, Optional<Catalogue> inForce, Shelf shelf) throws MetadataRefused, IOException {
        Path copy = shelf.workFile(".verified");
        try {
            CatalogueDraft draft = CatalogueDraft.read(parser, document, copy, trusted, federation); // signature
            isValidNow(draft.envelope());
            isBounded(draft.envelope());
            isNotOlder(draft.envelope(), inForce);
            holdsWhoIsMeant(draft);
            Map<String, String> registrars = shelf.registrars();
            keepsRegistrars(draft, registrars, inForce, shelf);
            shelf.keepRegistrars(registrars);
            return draft.finished(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** The copy that was the last good one before a restart. That it may have expired meanwhile is seen when it is used. */
    Catalogue again(Path document, Shelf shelf) throws MetadataRefused, IOException {
        Path copy = shelf.workFile(".verified");
        try {
            CatalogueDraft draft = CatalogueDraft.read(parser, document, copy, trusted, federation);
            holdsWhoIsMeant(draft);
            keepsRegistrars(draft, shelf.registrars(), Optional.empty(), shelf);
            return draft.finished(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void isValidNow(Envelope envelope) throws MetadataRefused {
        Optional<Instant> until = envelope.validUntil();
        if (until.isPresent() && !clock.instant().isBefore(until.get())) {
            throw new MetadataRefused("expired", "the copy expired at " + until.get());
        }
    }

    /** A signed copy without an end could be played back for ever (SAML Metadata §2.2.1 leaves validUntil optional). */
    private void isBounded(Envelope envelope) throws MetadataRefused {
        if (trusted.isEmpty()) {
            return;
        }
        if (envelope.validUntil().isEmpty()) {
            if (federation) {
                throw new MetadataRefused("unbounded", "the copy has no validUntil");
            }
            return;
        }
        Instant longest = clock.instant().plus(longestValidity);
        if (envelope.validUntil().get().isAfter(longest)) {
            throw new MetadataRefused(
                    "unbounded",
                    "valid until " + envelope.validUntil().get() + ", and at most " + longest + " is taken");
        }
    }

    private static void isNotOlder(Envelope envelope, Optional<Catalogue> inForce) throws MetadataRefused {
        if (inForce.isPresent() && envelope.olderThan(inForce.get().envelope())) {
            throw new MetadataRefused(
                    "rolled-back",
                    "the copy is older than the one in force: " + envelope + " after "
                            + inForce.get().envelope());
        }
    }

    private void holdsWhoIsMeant(CatalogueDraft draft) throws MetadataRefused {
        if (draft.entries().isEmpty()) {
            throw new MetadataRefused("empty", "the copy holds no entity");
        }
        if (entityId.isPresent() && !draft.entries().containsKey(entityId.get())) {
            throw new MetadataRefused("entity-not-found", "the copy does not hold " + entityId.get());
        }
        if (entityId.isEmpty() && !federation && draft.entries().size() > 1) {
            throw new MetadataRefused(
                    "several-entities", draft.entries().size() + " entities; say which with entityId");
        }
    }

    /** Whoever gets an entity's name registered elsewhere would become that entity: it stays as it was. */
    private void keepsRegistrars(
            CatalogueDraft draft, Map<String, String> known, Optional<Catalogue> inForce, Shelf shelf)
            throws MetadataRefused, IOException {
        Map<String, String> changed = new HashMap<>();
        for (Map.Entry<String, Entry> entry : draft.entries().entrySet()) {
            String id = entry.getKey();
            String now = entry.getValue().registrar().orElse("");
            String before = known.get(id);
            boolean same = before == null || before.equals(now) || now.equals(allowedRegistrars.get(id));
            if (!same) {
                changed.put(id, now);
            } else if (!now.isEmpty()) {
                known.put(id, now);
            }
        }
        int alarms = 0;
        for (Map.Entry<String, String> entry : changed.entrySet()) {
            String before = String.valueOf(known.get(entry.getKey()));
            if (!federation) {
                throw new MetadataRefused(
                        "other-registrar",
                        entry.getKey() + " was registered by " + before + " and now is by '" + entry.getValue()
                                + "'; name it under registrars once that is found right");
            }
            if (alarms++ < MOST_ALARMS) {
                report.otherRegistrar(entry.getKey(), before, entry.getValue());
            }
            hold(entry.getKey(), draft, inForce, shelf);
        }
    }

    private void hold(String entityId, CatalogueDraft draft, Optional<Catalogue> inForce, Shelf shelf)
            throws MetadataRefused, IOException {
        Optional<byte[]> asItWas = inForce.isPresent() ? inForce.get().document(entityId) : shelf.holding(entityId);
        draft.leaveOut(entityId);
        if (asItWas.isPresent()) {
            shelf.hold(entityId, asItWas.get());
            draft.hold(entityId, asItWas.get());
        }
    }
}
