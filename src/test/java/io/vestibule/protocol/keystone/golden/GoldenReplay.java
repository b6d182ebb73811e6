package io.vestibule.protocol.keystone.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** The recorded exchanges in their order, each a test of its own. */
final class GoldenReplay {
    private static final Path RECORDED = Path.of("src/test/resources/golden/keystone");
    private static final Set<String> NOT_OURS_TO_SET = Set.of("content-length", "host", "connection");

    private final Stage stage;
    private final Differences differences;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Bindings first = new Bindings();
    private Bindings bindings = first;
    private Stage.@Nullable Part part;
    private URI base = URI.create(Bindings.RECORDED_BASE);

    GoldenReplay(Stage stage, Differences differences) {
        this.stage = stage;
        this.differences = differences;
    }

    Stream<DynamicTest> tests() {
        return Exchange.all(RECORDED).stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.name(), () -> replay(exchange)));
    }

    private void replay(Exchange exchange) {
        Optional<Exchange> ours = differences.ours(exchange);
        if (ours.isEmpty()) {
            differences.reason(exchange).ifPresent(reason -> abort("intended difference: " + reason));
        }
        enter(Stage.Part.of(exchange));
        new BetweenTheLines(new Admin(http, base), bindings).before(exchange);
        HttpResponse<String> answer = Admin.exchange(http, request(exchange));
        List<String> found = Comparison.of(ours.orElse(exchange), answer, bindings);
        assertThat(found).as(exchange.method() + " " + exchange.target()).isEmpty();
    }

    private void enter(Stage.Part next) {
        if (next != part) {
            part = next;
            bindings = next == Stage.Part.PLAIN || next.continues(Stage.Part.PLAIN) ? first : new Bindings();
            base = stage.enter(next);
            bindings.base(base.toString());
        }
    }

    private HttpRequest request(Exchange exchange) {
        Rewritten rewritten = new Rewritten(bindings, Clock.systemUTC());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + bindings.apply(exchange.target())))
                .method(exchange.method(), HttpRequest.BodyPublishers.ofString(rewritten.body(exchange)));
        exchange.headers().forEach((name, value) -> {
            if (name.equals("X-Lab-Env")) {
                stage.headersFor(value).forEach(request::setHeader);
            } else if (!NOT_OURS_TO_SET.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, rewritten.header(exchange, name));
            }
        });
        return request.build();
    }
}
