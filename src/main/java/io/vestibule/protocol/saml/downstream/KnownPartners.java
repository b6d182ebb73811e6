package io.vestibule.protocol.saml.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.protocol.saml.metadata.Lookup;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.protocol.saml.metadata.MetadataFeeds;
import io.vestibule.protocol.saml.metadata.Owner;
import io.vestibule.protocol.saml.metadata.Partners;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import io.vestibule.realm.RelyingParty;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each service provider: from the metadata its block names, kept open and fresh while it is declared, or
 * from the block itself.
 */
@ApplicationScoped
class KnownPartners {
    /** Reading an entity out of a federation's document costs more than an answer; a newer copy counts this much later. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private final MetadataFeeds feeds;
    private final Realms realms;
    private final Map<Place, Opened> opened = new ConcurrentHashMap<>();
    private final Cache<Opened, Partner> read =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(SETTLED).build();
    /** Certificates are read once for each configuration in force; a reload makes new blocks. */
    private final Cache<SamlRelyingParty, Partner> declared =
            Caffeine.newBuilder().weakKeys().build();

    KnownPartners(MetadataFeeds feeds, Realms realms) {
        this.feeds = feeds;
        this.realms = realms;
    }

    private record Place(RealmName realm, RelyingPartyId party) {}

    private record Opened(MetadataConfig config, Partners partners) {}

    /** What came of asking. */
    sealed interface Known {
        record Partnered(Partner partner) implements Known {}

        /** Its metadata cannot be had, or does not speak of it. */
        record Missing(String detail) implements Known {}
    }

    Known of(Realm realm, RelyingParty party, SamlRelyingParty saml) {
        if (saml.metadata().isEmpty()) {
            return new Known.Partnered(declared.get(saml, Partner::declared));
        }
        Opened source =
                open(new Place(realm.name(), party.id()), saml.metadata().get());
        Partner settled = read.getIfPresent(source);
        if (settled != null) {
            return new Known.Partnered(settled);
        }
        return switch (source.partners().find(party.id().value())) {
            case Lookup.Found(var entity) ->
                entity.serviceProvider()
                        .<Known>map(role -> {
                            Partner partner = PartnerReader.of(entity, role);
                            read.put(source, partner);
                            return new Known.Partnered(partner);
                        })
                        .orElseGet(() -> new Known.Missing("the metadata has no service provider role"));
            case Lookup.Unknown(String detail) -> new Known.Missing(detail);
            case Lookup.Unavailable(String detail) -> new Known.Missing(detail);
        };
    }

    /** Sources are opened with the configuration, so that nobody's first login waits, and closed with it. */
    void follow(@Observes RealmsReloaded reloaded) {
        Set<Place> wanted = new HashSet<>();
        for (Realm realm : realms.all()) {
            for (RelyingParty party : realm.relyingParties().values()) {
                Optional<MetadataConfig> source = party.enabled()
                        ? party.blocks().find(SamlRelyingParty.class).flatMap(SamlRelyingParty::metadata)
                        : Optional.empty();
                if (source.isPresent()) {
                    Place place = new Place(realm.name(), party.id());
                    wanted.add(place);
                    var unused = open(place, source.get());
                }
            }
        }
        for (Place place : Set.copyOf(opened.keySet())) {
            if (!wanted.contains(place)) {
                close(opened.remove(place));
            }
        }
    }

    @PreDestroy
    void closeAll() {
        Set.copyOf(opened.keySet()).forEach(place -> close(opened.remove(place)));
    }

    private Opened open(Place place, MetadataConfig config) {
        return opened.compute(place, (key, there) -> {
            if (there != null && there.config().equals(config)) {
                return there;
            }
            Opened fresh = new Opened(config, feeds.open(Owner.of(place.realm(), place.party()), config));
            close(there);
            return fresh;
        });
    }

    private static void close(@Nullable Opened there) {
        if (there != null) {
            there.partners().close();
        }
    }
}
