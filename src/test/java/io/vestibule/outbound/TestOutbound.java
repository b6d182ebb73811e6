package io.vestibule.outbound;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real client for tests that run no server of ours. */
public final class TestOutbound implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final OutboundClient client;
    private final SmtpClient smtp;

    /** Gives up after {@code timeout}; a host that fails is never left alone, so that tests do not wait. */
    public TestOutbound(Duration timeout) {
        OutboundSettings settings = new OutboundSettings(
                timeout, timeout, List.of(), Optional.empty(), 32, Integer.MAX_VALUE, Duration.ofSeconds(10));
        this.smtp = new SmtpClient(vertx, settings);
        this.client =
                new OutboundClient(vertx, settings, host -> List.of(InetAddress.getAllByName(host)), Clock.systemUTC());
    }

    public OutboundClient client() {
        return client;
    }

    public SmtpClient smtp() {
        return smtp;
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
