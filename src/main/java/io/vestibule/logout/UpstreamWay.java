package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.connector.UpstreamLogout.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.records.RecordText;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way to the upstream, which gets the browser itself: its page to sign out is made for that, and its cookies do not come
 * into frames. One that is down or hangs would keep the browser, so before anybody is sent there it is asked from here whether
 * it answers at all.
 */
@ApplicationScoped
class UpstreamWay {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ALREADY_KNOWN =
            Duration.ofMillis(500); // what was asked before has only to be written

    private static final Optional<Way> SILENT = Optional.of(new Way.Unknown());

    private final Connectors connectors;
    private final FrontPages fronts;
    private final BaseUrl base;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    UpstreamWay(Connectors connectors, FrontPages fronts, BaseUrl base) {
        this.connectors = connectors;
        this.fronts = fronts;
        this.base = base;
    }

    /**
     * How the browser goes there: by a way whose other end answers. Nothing when the connector does not want it told. Whoever says
     * nothing for two seconds, or when the person's time is over, is unknown.
     */
    Optional<Way> open(Realm realm, Upstream upstream, String hop, Deadline deadline) {
        return soon(
                () -> answered(realm, upstream, of(realm, upstream, hop)),
                deadline.atMost(PATIENCE, ALREADY_KNOWN),
                SILENT);
    }

    /** The same without asking whether anybody answers at the end of it: the person's browser may see more than this server. */
    Optional<Way> known(Realm realm, Upstream upstream, String hop) {
        return soon(() -> of(realm, upstream, hop), PATIENCE, SILENT);
    }

    /** Whether it is told from here even so, for it has nothing to send a browser to; nobody waits to find that out. */
    boolean takesNoBrowser(Realm realm, Upstream upstream) {
        return soon(
                () -> logout(realm, upstream)
                        .filter(there -> there.takesNoBrowser(upstream.known()))
                        .isPresent(),
                ALREADY_KNOWN,
                false);
    }

    /** What is kept of it for the browser, where its connector says that it is told. */
    Optional<Ask> ask(Realm realm, String browser, Upstream upstream) {
        String name = realm.connector(new ConnectorId(upstream.connector()))
                .map(ConnectorDeclaration::displayName)
                .orElse(upstream.connector());
        return logout(realm, upstream)
                .map(wanted -> new Ask(
                        browser,
                        name,
                        AskedParties.UPSTREAM,
                        upstream.connector(),
                        "",
                        "",
                        RecordText.write(upstream)));
    }

    /** Begins to ask: the answer is wanted when the others have been told. */
    void lookAhead(Realm realm, Upstream upstream) {
        threads.submit(() -> answered(realm, upstream, of(realm, upstream, "")));
    }

    private Optional<Way> of(Realm realm, Upstream upstream, String hop) {
        return logout(realm, upstream)
                .map(there -> there.depart(
                        upstream.known(), URI.create(base.issuer(realm.name()) + "/logout/returned"), hop));
    }

    private Optional<Way> answered(Realm realm, Upstream upstream, Optional<Way> way)
            throws ExecutionException, InterruptedException {
        boolean shut = way.isPresent()
                && way.get() instanceof Way.Open(BrowserReply by)
                && !asking(realm, upstream, by).get();
        return shut ? Optional.of(new Way.Unknown()) : way;
    }

    private <T> T soon(Callable<T> question, Duration patience, T otherwise) {
        try {
            return threads.submit(question).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            return otherwise;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("an answer is an answer, and none is one, too", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private Future<Boolean> asking(Realm realm, Upstream upstream, BrowserReply way) {
        URI to = switch (way) {
            case BrowserReply.Redirect redirect -> redirect.to();
            case BrowserReply.AutoPost post -> post.to();
            case BrowserReply.Page page -> throw new IllegalStateException("an upstream is not a page of ours");
        };
        return fronts.asking(
                RecordText.write(upstream),
                to,
                front -> logout(realm, upstream)
                        .map(there -> there.writtenFor(front))
                        .orElse(Set.of()));
    }

    private Optional<UpstreamLogout> logout(Realm realm, Upstream upstream) {
        return connectors
                .find(realm.name(), new ConnectorId(upstream.connector()))
                .flatMap(Connector::upstreamLogout);
    }
}
