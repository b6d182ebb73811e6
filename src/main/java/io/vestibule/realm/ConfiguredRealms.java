package io.vestibule.realm;

import io.quarkus.runtime.StartupEvent;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The realms of the files. The first reading must be good or the server does not start; after that a bad one is refused
 * whole and the last good one stays in force.
 */
@ApplicationScoped
public class ConfiguredRealms implements Realms {
    private static final Logger LOG = Logger.getLogger(ConfiguredRealms.class);
    private static final int BEFORE_OTHERS = 100;

    private final ConfigFiles files;
    private final boolean checkOnly;
    private final Consumer<RealmsReloaded> reloaded;
    private final ConfigWatch watch;

    private volatile Map<RealmName, Realm> inForce = Map.of();

    @Inject
    ConfiguredRealms(
            @ConfigProperty(name = "vestibule.realm-config") Optional<Path> realmConfig,
            @ConfigProperty(name = "vestibule.connectors") Optional<Path> connectors,
            @ConfigProperty(name = "vestibule.data-dir") Path dataDirectory,
            @ConfigProperty(name = "vestibule.reload-interval", defaultValue = "5s") Duration reloadInterval,
            @ConfigProperty(name = "vestibule.check-only", defaultValue = "false") boolean checkOnly,
            @Any Instance<ConfigBlock<?>> blocks,
            BaseUrl baseUrl,
            SecureRandom random,
            Event<RealmsReloaded> reloaded) {
        this(
                new ConfigFiles(
                        ConfigFolder.of(realmConfig, "realm-config"),
                        ConfigFolder.of(connectors, "connectors"),
                        new ConfigBlocks(blocks),
                        baseUrl,
                        checkOnly
                                ? KeptSecrets.asFoundIn(dataDirectory.resolve("secrets"), random)
                                : new KeptSecrets(dataDirectory.resolve("secrets"), random)),
                checkOnly,
                reloadInterval,
                reloaded::fire);
    }

    /** @param checkOnly whether the start ends when the files have been read, before anything else begins */
    ConfiguredRealms(ConfigFiles files, boolean checkOnly, Duration reloadInterval, Consumer<RealmsReloaded> reloaded) {
        this.files = files;
        this.checkOnly = checkOnly;
        this.reloaded = reloaded;
        this.watch = new ConfigWatch(files::fingerprint, files.folders(), reloadInterval, this::reload);
    }

    /** Before anybody can ask: a bean that needs realms never sees none. */
    @PostConstruct
    void firstReading() {
        switch (files.read()) {
            case ConfigReader.Outcome.Read good -> inForce = byName(good.realms());
            case ConfigReader.Outcome.Refused bad -> throw new ConfigRefused(bad.problems());
        }
    }

    void announce(@Observes @Priority(BEFORE_OTHERS) StartupEvent started) {
        if (checkOnly) {
            throw new ConfigChecked(inForce.values());
        }
        LOG.infof(
                "realms in force: %s", String.join(", ", names(enabled(inForce).keySet())));
        reloaded.accept(new RealmsReloaded(enabled(inForce).keySet(), Set.of()));
        watch.start();
        HangupSignal.runs(this::reload);
    }

    @PreDestroy
    void stop() {
        watch.close();
    }

    /** Reads the files again. The problems that kept the running configuration in force; none when the new one is. */
    public synchronized List<Problem> reload() {
        return switch (files.read()) {
            case ConfigReader.Outcome.Read good -> {
                putInForce(byName(good.realms()));
                yield List.of();
            }
            case ConfigReader.Outcome.Refused bad -> {
                LOG.errorf(
                        "configuration not reloaded, the running one stays in force: %s",
                        new ConfigRefused(bad.problems()).getMessage());
                yield bad.problems();
            }
        };
    }

    private void putInForce(Map<RealmName, Realm> next) {
        Map<RealmName, Realm> before = inForce;
        List<String> lines = RealmDiff.between(before.values(), next.values());
        if (lines.isEmpty()) {
            return;
        }
        inForce = next;
        LOG.infof("configuration reloaded:%n  %s", String.join("\n  ", lines));
        Set<RealmName> removed = new LinkedHashSet<>(enabled(before).keySet());
        removed.removeAll(enabled(next).keySet());
        try {
            reloaded.accept(new RealmsReloaded(RealmDiff.changed(enabled(before), enabled(next)), removed));
        } catch (RuntimeException failed) {
            LOG.error("the new configuration is in force, but a part of the server could not follow it", failed);
        }
    }

    @Override
    public List<Realm> all() {
        return List.copyOf(enabled(inForce).values());
    }

    @Override
    public Optional<Realm> find(RealmName name) {
        return Optional.ofNullable(inForce.get(name)).filter(Realm::enabled);
    }

    private static Map<RealmName, Realm> byName(List<Realm> realms) {
        Map<RealmName, Realm> result = new LinkedHashMap<>();
        realms.forEach(realm -> result.put(realm.name(), realm));
        return Collections.unmodifiableMap(result);
    }

    private static Map<RealmName, Realm> enabled(Map<RealmName, Realm> realms) {
        return byName(realms.values().stream().filter(Realm::enabled).toList());
    }

    private static List<String> names(Set<RealmName> realms) {
        return realms.stream().map(RealmName::value).toList();
    }
}
