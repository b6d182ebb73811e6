package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The metadata of every realm, made again only when its keys or its file change, or when it gets old. */
@ApplicationScoped
class PublishedMetadata {
    /** Well before a copy somebody keeps for {@link MetadataDocument#CACHE} could expire. */
    private static final Duration FRESH = Duration.ofMinutes(30);

    private final Realms realms;
    private final MetadataDocument document;
    private final PublishedKeys keys;
    private final Clock clock;
    private final Map<RealmName, Copy> copies = new ConcurrentHashMap<>();

    PublishedMetadata(Realms realms, MetadataDocument document, PublishedKeys keys, Clock clock) {
        this.realms = realms;
        this.document = document;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The document as it is published.
     *
     * @param realm as it was configured then, compared by identity: a reload makes another
     */
    record Copy(Realm realm, List<String> kids, Instant madeAt, byte[] xml, String tag) {}

    Optional<Copy> of(String realm) {
        return realms.find(realm).map(this::of);
    }

    Copy of(Realm realm) {
        List<String> kids = keys.kids(realm.name());
        Instant now = clock.instant();
        Copy current = copies.get(realm.name());
        return current != null && serves(current, realm, kids, now)
                ? current
                : copies.compute(
                        realm.name(),
                        (name, there) ->
                                there != null && serves(there, realm, kids, now) ? there : make(realm, kids, now));
    }

    private static boolean serves(Copy copy, Realm realm, List<String> kids, Instant now) {
        return copy.realm() == realm
                && copy.kids().equals(kids)
                && copy.madeAt().plus(FRESH).isAfter(now);
    }

    private Copy make(Realm realm, List<String> kids, Instant now) {
        byte[] xml = document.of(realm, now);
        String digest = Sha256.of(xml).base64Url();
        return new Copy(realm, kids, now, xml, digest);
    }
}
