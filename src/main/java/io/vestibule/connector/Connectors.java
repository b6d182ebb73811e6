package io.vestibule.connector;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The open connectors of every realm. The configuration in force is asked each time, so a connector that was switched off or
 * removed is gone at once, whether or not the news of the reload came through already; only those whose kind or
 * configuration changed are opened anew.
 */
@ApplicationScoped
public class Connectors {
    private static final Logger LOG = Logger.getLogger(Connectors.class);

    private final Map<Place, Opened> opened = new ConcurrentHashMap<>();
    private final Realms realms;
    private final Iterable<ConnectorFactory<?>> factories;

    @Inject
    Connectors(Realms realms, @Any Instance<ConnectorFactory<?>> factories) {
        this(realms, (Iterable<ConnectorFactory<?>>) factories);
    }

    Connectors(Realms realms, Iterable<ConnectorFactory<?>> factories) {
        this.realms = realms;
        this.factories = factories;
    }

    /** The connector, when it is declared, switched on and could be opened. */
    public Optional<Connector> find(RealmName realm, ConnectorId id) {
        return realms.find(realm)
                .flatMap(found -> found.connector(id))
                .flatMap(declaration -> opened(new Place(realm, id), declaration));
    }

    void follow(@Observes RealmsReloaded reloaded) {
        Set<Place> wanted = new HashSet<>();
        for (Realm realm : realms.all()) {
            for (ConnectorDeclaration declaration : realm.connectors().values()) {
                if (declaration.enabled()) {
                    Place place = new Place(realm.name(), declaration.id());
                    wanted.add(place);
                    opened(place, declaration);
                }
            }
        }
        for (Place place : opened.keySet()) {
            if (!wanted.contains(place)) {
                close(place, opened.remove(place));
            }
        }
    }

    @PreDestroy
    void closeAll() {
        opened.keySet().forEach(place -> close(place, opened.remove(place)));
    }

    private Optional<Connector> opened(Place place, ConnectorDeclaration declaration) {
        Opened current = opened.get(place);
        if (current != null && current.serves(declaration)) {
            return current.connector();
        }
        return opened.compute(place, (key, there) -> {
                    if (there != null && there.serves(declaration)) {
                        return there;
                    }
                    Opened fresh = new Opened(declaration.kind(), declaration.config(), open(place, declaration));
                    close(place, there);
                    return fresh;
                })
                .connector();
    }

    /** One connector that cannot be opened takes away nobody else's way in. */
    private Optional<Connector> open(Place place, ConnectorDeclaration declaration) {
        for (ConnectorFactory<?> factory : factories) {
            if (factory.key().equals(declaration.kind())) {
                try {
                    return Optional.of(open(factory, place, declaration.config()));
                } catch (RuntimeException broken) {
                    LOG.errorf(broken, "connector %s of realm %s cannot be opened", place.connector(), place.realm());
                    return Optional.empty();
                }
            }
        }
        LOG.errorf(
                "connector %s of realm %s: nothing here speaks '%s'",
                place.connector(), place.realm(), declaration.kind());
        return Optional.empty();
    }

    private static <C extends Record> Connector open(ConnectorFactory<C> factory, Place place, Record config) {
        return factory.open(place.realm(), place.connector(), factory.type().cast(config));
    }

    private static void close(Place place, @Nullable Opened opened) {
        if (opened == null || opened.connector().isEmpty()) {
            return;
        }
        try {
            opened.connector().get().close();
        } catch (RuntimeException broken) {
            LOG.warnf(broken, "connector %s of realm %s did not close cleanly", place.connector(), place.realm());
        }
    }

    private record Place(RealmName realm, ConnectorId connector) {}

    /** An empty connector is one that could not be opened: it is tried again when its declaration changes. */
    private record Opened(String kind, Record config, Optional<Connector> connector) {
        boolean serves(ConnectorDeclaration declaration) {
            return kind.equals(declaration.kind()) && config.equals(declaration.config());
        }
    }
}
