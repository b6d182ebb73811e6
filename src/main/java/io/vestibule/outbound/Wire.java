package io.vestibule.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vestibule.outbound.OutboundOutcome.Answered;
import io.vestibule.outbound.OutboundOutcome.Failed;
import io.vestibule.outbound.OutboundOutcome.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Vert.x's HTTP client, asked for one exchange with one address and waited for. Not its Web Client: that one keeps the
 * connection of an answer which was given up, so a host that never stops sending would go on sending.
 */
final class Wire {
    private static final int KEEP_ALIVE_SECONDS = 4; // shorter than most servers': a pooled connection is rarely stale

    private final Vertx vertx;
    private final HttpClient pooled;
    private final HttpClient single;

    Wire(Vertx vertx, OutboundSettings settings) {
        this.vertx = vertx;
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(connectMillis)
                .setMaxPoolSize(settings.callsPerHost())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setVerifyHost(true);
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        options.setSslHandshakeTimeout(connectMillis).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        settings.trustStore()
                .map(TrustedAuthorities::withAlso)
                .ifPresent(manager -> options.setTrustOptions(TrustOptions.wrap(manager)));
        this.pooled = vertx.createHttpClient(options);
        this.single = vertx.createHttpClient(new HttpClientOptions(options).setKeepAlive(false));
    }

    /**
     * {@code address} is what the gate checked: the name is not looked up again, and still stands in Host and SNI. A pooled
     * connection may be closed by the other side just as it is used again: a GET is then repeated on a new one. A POST may
     * not be repeated (RFC 9110 §9.2.2), and a code is good for one only, so it has a new one from the start.
     */
    OutboundOutcome exchange(Call call, Origin origin, InetAddress address, Deadline deadline) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an outbound call would block the event loop");
        }
        if (!call.method().equals(HttpMethod.GET)) {
            return exchange(single, call, origin, address, deadline);
        }
        OutboundOutcome outcome = exchange(pooled, call, origin, address, deadline);
        boolean broken = outcome instanceof Failed failed && failed.kind() == Kind.BROKEN;
        return broken && !deadline.passed() ? exchange(single, call, origin, address, deadline) : outcome;
    }

    void close() {
        pooled.close();
        single.close();
    }

    private OutboundOutcome exchange(
            HttpClient client, Call call, Origin origin, InetAddress address, Deadline deadline) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setAbsoluteURI(call.url().toString())
                .setServer(SocketAddress.inetSocketAddress(origin.port(), address.getHostAddress()))
                .setFollowRedirects(false)
                .putHeader("User-Agent", "Vestibule");
        call.headers().forEach(options::putHeader);
        Future<HttpClientRequest> connecting = client.request(options);
        return switch (wait(connecting, deadline, Wire::notConnected)) {
            case Waited.Got<HttpClientRequest>(HttpClientRequest request) -> converse(request, call, deadline);
            case Waited.Not<HttpClientRequest>(Kind kind, String detail) -> {
                connecting.onSuccess(HttpClientRequest::reset); // a connection that comes too late is not kept waiting
                yield new Failed(kind, origin + ": " + detail);
            }
        };
    }

    private OutboundOutcome converse(HttpClientRequest request, Call call, Deadline deadline) {
        // Listened to before it is sent: what ends between two threads would have no one to read it.
        Future<Answered> answering = request.response()
                .compose(response -> body(response, call)
                        .map(body -> new Answered(new OutboundResponse(
                                response.statusCode(), headers(response.headers()), body.getBytes()))));
        Future<Void> sent =
                call.body().map(text -> request.end(Buffer.buffer(text))).orElseGet(request::end);
        return switch (wait(sent.compose(done -> answering), deadline, Wire::notAnswered)) {
            case Waited.Got<Answered>(Answered answered) -> answered;
            case Waited.Not<Answered>(Kind kind, String detail) -> {
                request.reset();
                yield new Failed(kind, call + ": " + detail);
            }
        };
    }

    private Future<Buffer> body(HttpClientResponse response, Call call) {
        return call.into().isPresent() && response.statusCode() == 200
                ? CappedFile.of(vertx, response, call.into().get(), call.largestAnswer())
                : CappedBody.of(response, call.largestAnswer());
    }

    /** What waiting gave. */
    private sealed interface Waited<T> {
        record Got<T>(T value) implements Waited<T> {}

        record Not<T>(Kind kind, String detail) implements Waited<T> {}
    }

    private static <T> Waited<T> wait(Future<T> future, Deadline deadline, Function<Throwable, Kind> kinds) {
        CompletableFuture<T> waiting = future.toCompletionStage().toCompletableFuture();
        try {
            return new Waited.Got<>(waiting.get(deadline.millisLeft(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            return new Waited.Not<>(Kind.TIMEOUT, "no answer in time");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return new Waited.Not<>(kinds.apply(cause), cause.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Waited.Not<>(Kind.BROKEN, "interrupted");
        }
    }

    private static Kind notConnected(Throwable cause) {
        return cause instanceof SSLException ? Kind.UNTRUSTED : Kind.UNREACHABLE;
    }

    private static Kind notAnswered(Throwable cause) {
        return cause instanceof CappedBody.TooLarge ? Kind.TOO_LARGE : Kind.BROKEN;
    }

    private static Map<String, List<String>> headers(MultiMap headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        headers.forEach(
                (name, value) -> byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), unseen -> new ArrayList<>())
                        .add(value));
        return byName;
    }
}
