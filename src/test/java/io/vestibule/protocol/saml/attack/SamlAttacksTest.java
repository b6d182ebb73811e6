package io.vestibule.protocol.saml.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command, against a careful service provider, one that believes everything, and one that believes nothing. */
class SamlAttacksTest {
    private static final ToyKey KEY = ToyKey.rsa("idp");
    private static final ToyKey ENCRYPTION = ToyKey.rsa("sp");

    @TempDir
    Path folder;

    private ToyIdentityProvider idp;
    private ToyServiceProvider sp;
    private final StringWriter printed = new StringWriter();

    @BeforeEach
    void open() throws IOException {
        idp = ToyIdentityProvider.open(0, KEY);
        sp = ToyServiceProvider.open(0, ToyKey.rsa("sp"), Optional.of(ENCRYPTION), URI.create(idp.entityId()));
        pem("idp.pem", "PRIVATE KEY", KEY.key().getEncoded());
        pem("idp.crt", "CERTIFICATE", Base64.getDecoder().decode(KEY.certificateText()));
        pem("sp.crt", "CERTIFICATE", Base64.getDecoder().decode(ENCRYPTION.certificateText()));
    }

    @AfterEach
    void close() {
        sp.close();
        idp.close();
    }

    @Test
    void aCarefulServiceProviderRefusesTheseAndTakesTheControls() {
        int status = run(sp.at("/acs"), "--login", sp.at("/login").toString(), "--only", "1,2,3,4,5,9,11,12,17");
        assertThat(status).as(printed.toString()).isZero();
        assertThat(printed.toString())
                .contains("control-both", "accepted", "1-xsw8-assertion", "refused", " 0 accepted or fetched.")
                .doesNotContain("ACCEPTED!");
    }

    @Test
    void oneThatBelievesEverythingIsFoundOut() throws IOException {
        HttpServer credulous = server(exchangeBody -> exchangeBody.length() < 100 ? 400 : 200);
        try {
            int status = run(address(credulous), "--in-response-to", "_1", "--only", "1,4-self-signed");
            assertThat(status).as(printed.toString()).isEqualTo(1);
            assertThat(printed.toString()).contains("ACCEPTED!", "ACCEPTED OR FETCHED: 1-");
        } finally {
            credulous.stop(0);
        }
    }

    @Test
    void oneThatRefusesEverythingProvesNothing() throws IOException {
        HttpServer deaf = server(exchangeBody -> 403);
        try {
            assertThat(run(address(deaf), "--only", "1")).isEqualTo(2);
            assertThat(printed.toString()).contains("nothing is proved");
        } finally {
            deaf.stop(0);
        }
    }

    @Test
    void messagesCanBeWrittenInsteadOfSent() throws IOException {
        Path out = folder.resolve("messages");
        assertThat(run(URI.create("https://sp.example/acs"), "--out", out.toString(), "--only", "1,7,19"))
                .isZero();
        assertThat(Files.readString(out.resolve("1-xsw3-assertion.xml"))).contains(Target.EVIL);
        assertThat(Files.readString(out.resolve("1-xsw3-assertion.form"))).startsWith("SAMLResponse=");
        assertThat(out.resolve("19-response-by-redirect.query")).isNotEmptyFile();
        assertThat(out.resolve("control-both.xml")).isNotEmptyFile();
    }

    @Test
    void aCaseThatDoesNotExistIsSaid() {
        assertThat(run(URI.create("https://sp.example/acs"), "--only", "99")).isEqualTo(2);
        assertThat(printed.toString()).contains("no such case here: 99");
    }

    @Test
    void helpSaysWhatTheExitCodeMeans() {
        assertThat(new CommandLine(new SamlAttacks()).getUsageMessage())
                .contains("--acs", "--in-response-to", "--relay-state", "--only", "--out", "Exit code");
    }

    /** The script compiles the command alone: without the tests beside it, and without what only they use. */
    @Test
    void nothingHereButTestsNeedsATestLibrary() throws IOException {
        for (String name : List.of("attack", "toy")) {
            try (Stream<Path> sources = Files.list(Path.of("src/test/java/io/vestibule/protocol/saml", name))) {
                List<Path> wrong = new ArrayList<>();
                for (Path source : sources.filter(path -> !path.toString().endsWith("Test.java"))
                        .toList()) {
                    if (Files.readString(source)
                            .lines()
                            .anyMatch(line -> line.matches(
                                    "import (static )?(org\\.(junit|assertj|jsoup|opensaml)|io\\.(quarkus|restassured)"
                                            + "|io\\.vestibule\\.(?!protocol\\.saml\\.(toy|attack)\\.)).*"))) {
                        wrong.add(source);
                    }
                }
                assertThat(wrong).isEmpty();
            }
        }
    }

    private int run(URI acs, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--acs", acs.toString(),
                "--audience", sp.entityId(),
                "--issuer", idp.entityId(),
                "--key", folder.resolve("idp.pem").toString(),
                "--cert", folder.resolve("idp.crt").toString(),
                "--encryption-cert", folder.resolve("sp.crt").toString()));
        arguments.addAll(List.of(more));
        PrintWriter print = new PrintWriter(printed, true);
        return new CommandLine(new SamlAttacks()).setOut(print).setErr(print).execute(arguments.toArray(String[]::new));
    }

    private interface Judge {
        int status(String body);
    }

    private static HttpServer server(Judge judge) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(judge.status(body), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/acs");
    }

    private void pem(String name, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
