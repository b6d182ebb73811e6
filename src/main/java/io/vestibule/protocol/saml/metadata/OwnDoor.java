package io.vestibule.protocol.saml.metadata;

import io.quarkus.vertx.http.HttpServerStart;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether this server listens by now: one realm may be the partner of another, and what the server publishes itself
 * cannot be fetched while it starts.
 */
@ApplicationScoped
class OwnDoor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BaseUrl baseUrl;
    private final CountDownLatch open = new CountDownLatch(1);

    OwnDoor(BaseUrl baseUrl) {
        this.baseUrl = baseUrl;
    }

    void opened(@ObservesAsync HttpServerStart start) {
        open.countDown();
    }

    /** The supply at {@code url}; where that is this server's own, it waits for the door, ten seconds at most. */
    Supply behind(URI url, Supply supply) {
        if (!url.toString().startsWith(baseUrl.value() + "/")) {
            return supply;
        }
        return (into, mark) -> {
            try {
                boolean inTime = open.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return inTime
                        ? supply.fetch(into, mark)
                        : new Supply.Outcome.Failed(url + ": this server does not listen yet");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return new Supply.Outcome.Failed(url + ": stopped while waiting for this server to listen");
            }
        };
    }
}
