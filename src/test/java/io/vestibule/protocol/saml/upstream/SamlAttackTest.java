package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.StoredRows;
import io.vestibule.protocol.saml.attack.AttackCase;
import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import io.vestibule.protocol.saml.attack.Attempt;
import io.vestibule.protocol.saml.attack.Browser;
import io.vestibule.protocol.saml.attack.Corpus;
import io.vestibule.protocol.saml.attack.SamlAttacks;
import io.vestibule.protocol.saml.refusal.Refusals;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The whole corpus at the real assertion consumer service, each message into a login of its own (security cases 1 to 19). */
@QuarkusTest
@TestProfile(FortProfile.class)
class SamlAttackTest {
    @Inject
    Fort fort;

    @Inject
    Refusals refusals;

    @Inject
    StoredRows rows;

    private record Outcome(Refusals.Before before, Optional<Browser.Page> page, Set<String> cookies) {}

    @AfterEach
    void nothingWasFetched() {
        assertThat(fort.idp().strayed()).isEmpty();
    }

    static Stream<String> controls() {
        return Corpus.controls(true).stream().map(AttackCase::id);
    }

    static Stream<String> attacks() {
        return Corpus.attacks(true, true).stream()
                .filter(attack -> attack.expect() != Expect.HARMLESS)
                .map(AttackCase::id);
    }

    static Stream<String> harmless() {
        return Corpus.attacks(true, true).stream()
                .filter(attack -> attack.expect() == Expect.HARMLESS)
                .map(AttackCase::id);
    }

    @ParameterizedTest
    @MethodSource("controls")
    void aGenuineMessageSignsInAndIsPassedOn(String id) {
        long sessions = rows.sessions();
        Outcome outcome = send("desk", "guild", id);
        Browser.Page page = outcome.page().orElseThrow();
        assertThat(page.status()).as(page.whole()).isIn(200, 303);
        assertThat(refusals.signedInAs()).singleElement().asString().contains("emmy-7f3a");
        assertThat(rows.sessions()).isEqualTo(sessions + 1);
        assertThat(outcome.cookies()).anyMatch(name -> name.contains("vestibule-session"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aHostileMessageIsRefused(String id) {
        Outcome outcome = send("desk", "guild", id);
        refusals.check(outcome.before(), outcome.page(), outcome.cookies());
        outcome.page().ifPresent(page -> assertThat(page.body()).doesNotContain("<script>", "SAMLResponse"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aStrangeMessageIsRefusedOrTakenAsAWhole(String id) {
        Outcome outcome = send("desk", "guild", id);
        if (outcome.page().map(Browser.Page::status).orElse(0) >= 400) {
            refusals.check(outcome.before(), outcome.page(), outcome.cookies());
            return;
        }
        String whole = id.matches("6-.*(name|tail)") ? "emmy-7f3a.evil.example" : "emmy-7f3a";
        assertThat(refusals.signedInAs()).singleElement().isEqualTo(whole);
    }

    /** The default: a signed response is not enough. */
    @Test
    void aConnectorThatWantsSignedAssertionsTakesNoSignedResponseInstead() {
        assertThat(send("strict", "strict", "control-assertion")
                        .page()
                        .orElseThrow()
                        .status())
                .isIn(200, 303);
        Outcome outcome = send("strict", "strict", "control-response");
        assertThat(refusals.check(outcome.before(), outcome.page(), outcome.cookies()))
                .isNotBlank();
    }

    /** Security case 17: whatever is wrong with what was encrypted, the sender learns the same. */
    @Test
    void decryptionIsNoOracle() {
        Set<String> pages = new TreeSet<>();
        List<String> probes = Corpus.attacks(true, true).stream()
                .map(AttackCase::id)
                .filter(id -> id.matches("17-(cbc|gcm|key-garbage).*|5-rsa15.*"))
                .toList();
        assertThat(probes).hasSizeGreaterThan(8);
        for (String probe : probes) {
            Outcome outcome = send("desk", "guild", probe);
            refusals.check(outcome.before(), outcome.page(), outcome.cookies());
            Browser.Page page = outcome.page().orElseThrow();
            pages.add(page.status()
                    + page.body()
                            .replaceAll("(?s)<[^>]*id=\"reference\"[^>]*>[^<]*", "")
                            .replaceAll("(?:[?&;]|&amp;)[\\w-]+=[^\"&]*", "")
                            .replaceAll("value=\"[^\"]*\"", ""));
        }
        assertThat(pages).as("one page for all").hasSize(1);
    }

    /** Security case 13 where it hurts: one connector trusts both, and the login went to the first. */
    @ParameterizedTest
    @ValueSource(strings = {"13-other-provider", "13-other-provider-inside", "13-other-key", "1-xsw3-assertion"})
    void aMemberOfAFederationCannotFinishALoginAtAnother(String id) {
        send(new Attempt(fort.leagueLogins(), fort.acs("league")), "control-both");
        assertThat(refusals.signedInAs()).containsExactly(fort.idp().entityId() + "!emmy-7f3a");

        Outcome outcome = send(new Attempt(fort.leagueLogins(), fort.acs("league")), id);
        refusals.check(outcome.before(), outcome.page(), outcome.cookies());
    }

    /** {@code ./vestibule saml-attacks} as an operator would run it against this server. */
    @Test
    void theCommandFindsNothingHere(@TempDir Path folder) throws Exception {
        StringWriter printed = new StringWriter();
        int status = new CommandLine(new SamlAttacks())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(
                        "--acs", fort.acs("guild").toString(),
                        "--audience", fort.at("/connectors/guild/metadata").toString(),
                        "--issuer", fort.idp().entityId(),
                        "--key", pem(folder, "PRIVATE KEY", fort.idp().key.key().getEncoded()),
                        "--cert",
                                pem(
                                        folder,
                                        "CERTIFICATE",
                                        fort.idp().key.certificate().getEncoded()),
                        "--login",
                                fort.at("/saml/initiate?sp=https://desk.example/sp")
                                        .toString(),
                        "--only", "1,12,16");
        assertThat(status).as(printed.toString()).isZero();
        assertThat(printed.toString()).contains("control-both", "accepted", " 0 accepted or fetched");
    }

    private static String pem(Path folder, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                        folder.resolve(kind),
                        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n")
                .toString();
    }

    private Outcome send(String relyingParty, String connector, String id) {
        return send(new Attempt(fort.logins(relyingParty, connector), fort.acs(connector)), id);
    }

    private Outcome send(Attempt attempt, String id) {
        AttackCase one = Stream.concat(Corpus.controls(true).stream(), Corpus.attacks(true, true).stream())
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        AtomicReference<Refusals.Before> before = new AtomicReference<>();
        Set<String> had = new TreeSet<>();
        try {
            Attempt.Answered answered = attempt.send(one, browser -> {
                had.addAll(browser.cookieNames());
                before.set(refusals.before(had));
            });
            return new Outcome(
                    before.get(),
                    Optional.of(answered.page()),
                    answered.browser().cookieNames());
        } catch (UncheckedIOException closed) {
            assertThat(one.expect()).as("%s", closed).isEqualTo(Expect.TOO_LARGE);
            return new Outcome(before.get(), Optional.empty(), had);
        }
    }
}
