package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConfiguredRealms;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Two more realms beside the cloud of the tests: {@code campus}, with people, and {@code sky}, whose people come from there. */
@ApplicationScoped
public class Campus {
    static final String SECRET = "the-secret-of-the-command-line-at-campus";

    private final ConfiguredRealms realms;
    private final BaseUrl base;
    private final Path folder;
    private @Nullable Dashboard open;

    Campus(
            ConfiguredRealms realms,
            BaseUrl base,
            @ConfigProperty(name = "cloud.folder", defaultValue = "none") Path folder) {
        this.realms = realms;
        this.base = base;
        this.folder = folder;
    }

    /** A dashboard as far as signing in goes: takes a token and shows it. */
    static final class Dashboard implements AutoCloseable {
        private final HttpServer server;

        Dashboard() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            server.createContext("/auth/websso/", Dashboard::take);
            server.createContext("/", exchange -> say(exchange, "<h1>Dashboard</h1>"));
            server.start();
        }

        private static void take(HttpExchange exchange) throws IOException {
            Map<String, String> form = new TreeMap<>();
            for (String pair :
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
                int at = pair.indexOf('=');
                form.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
            say(exchange, "<h1>Signed in</h1><pre>" + form.getOrDefault("token", "") + "</pre>");
        }

        private static void say(HttpExchange exchange, String html) throws IOException {
            byte[] bytes =
                    ("<!doctype html><html lang=en><title>Dashboard</title>" + html).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        String at(String path) {
            return "http://localhost:" + server.getAddress().getPort() + path;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Declares both realms, with a dashboard that lasts as long as the server. */
    Dashboard declareOnce() {
        Dashboard there = open;
        if (there == null) {
            there = new Dashboard();
            declare(there);
            open = there;
        }
        return there;
    }

    @PreDestroy
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private void declare(Dashboard dashboard) {
        declareFor(dashboard.at(""));
    }

    /** As it was before somebody else's dashboard was declared. */
    void redeclare() {
        declare(declareOnce());
    }

    /** With a dashboard at that address. */
    void declareFor(String dashboard) {
        write("campus", resource("campus").replace("@DASHBOARD@", dashboard));
        write("sky", resource("sky").replace("@DASHBOARD@", dashboard));
        var problems = realms.reload();
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /** Runs {@code meanwhile} while the sky's file demands a second factor of somebody. */
    void demanding(String whom, Runnable meanwhile) {
        with(file -> file + "\nfactors: { demand: " + whom + " }\n", meanwhile);
    }

    /** Runs {@code meanwhile} while nobody comes to the sky through the campus. */
    void shut(Runnable meanwhile) {
        with(file -> file.replace("    name: Campus\n", "    name: Campus\n    enabled: false\n"), meanwhile);
    }

    /** Runs {@code meanwhile} while no password opens the sky. */
    void withoutPasswords(Runnable meanwhile) {
        with(file -> file.replace("    preset: local\n", "    preset: local\n    enabled: false\n"), meanwhile);
    }

    /** Runs {@code meanwhile} while the sky's file says that of its dashboard instead of trusting it. */
    void dashboardThat(String line, Runnable meanwhile) {
        with(file -> file.replace("    consent: trusted\n    keystone:\n", line), meanwhile);
    }

    private void with(UnaryOperator<String> change, Runnable meanwhile) {
        String before = resource("sky").replace("@DASHBOARD@", declareOnce().at(""));
        try {
            write("sky", change.apply(before));
            assertNone(realms.reload());
            meanwhile.run();
        } finally {
            write("sky", before);
            assertNone(realms.reload());
        }
    }

    private static void assertNone(Collection<?> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /** The same campus by SAML, as connector {@code abbey}. */
    void withAbbey() {
        Dashboard dashboard = declareOnce();
        write(
                "campus",
                resource("campus").replace("@DASHBOARD@", dashboard.at("")).replace("relyingParties:\n", """
                relyingParties:
                  - id: ${base}/realms/sky/connectors/abbey/metadata
                    name: Sky's abbey
                    consent: trusted
                    saml:
                      metadata: { url: "${base}/realms/sky/connectors/abbey/metadata" }
                """));
        write("sky", resource("sky").replace("@DASHBOARD@", dashboard.at("")).replace("\nrelyingParties:\n", """
                  - id: abbey
                    type: saml
                    name: Abbey
                    config:
                      metadata: { url: "${base}/realms/campus/saml/metadata" }

                relyingParties:
                """));
        var problems = realms.reload();
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    /** An access token of the campus for {@code person}, as a command line comes to one. */
    String accessToken(String person) {
        return given().auth()
                .preemptive()
                .basic("command-line", SECRET)
                .formParams(Map.of(
                        "grant_type",
                        "password",
                        "username",
                        person,
                        "password",
                        person + "-password-1",
                        "scope",
                        "openid profile email groups"))
                .post(campus("/token"))
                .jsonPath()
                .getString("access_token");
    }

    URI sky(String path) {
        return URI.create(base.value() + "/realms/sky" + path);
    }

    URI campus(String path) {
        return URI.create(base.value() + "/realms/campus" + path);
    }

    private void write(String realm, String content) {
        try {
            Files.writeString(folder.resolve(realm + ".yaml"), content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String resource(String realm) {
        try (InputStream in =
                Objects.requireNonNull(Campus.class.getResourceAsStream("/keystone/" + realm + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
