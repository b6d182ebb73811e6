package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.RealmFiles;
import io.vestibule.logout.ExpiredSessions;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.logout.LogoutReport;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** A session ends while nobody of it is at a browser: its identity provider hears of it by SOAP (SAML Profiles §4.4). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class SoapSignOutTest {
    private static final RealmName LODGE = new RealmName("lodge");
    private static final ToyKey KEY = ToyKey.rsa("guild");
    private static final ToyKey STRANGER = ToyKey.rsa("guild");

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @Inject
    RealmFiles files;

    @Inject
    Sessions sessions;

    @Inject
    LogoutPropagation logout;

    @Inject
    ExpiredSessions expired;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final PlainBrowser browser = new PlainBrowser();
    private final String index = Draft.newId();
    private ToyIdentityProvider idp;

    @BeforeEach
    void open() {
        openProvider();
        audit.begin();
    }

    private void openProvider() {
        idp = ToyIdentityProvider.open(port, KEY);
        idp.trusts(base.resolve("/realms/lodge/connectors/guild/metadata"));
        idp.says = draft -> draft.sessionIndex = index;
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        idp.close();
    }

    /** Metadata at an address of their own, so that nobody here knows others already. */
    private void withService(String binding, String path, Runnable test) {
        idp.publishes = metadata -> metadata.replace(
                "<md:NameIDFormat>",
                "<md:SingleLogoutService Binding=\"" + binding + "\" Location=\"" + idp.at(path)
                        + "\"></md:SingleLogoutService><md:NameIDFormat>");
        String known = "name: Guild\n    config:\n      metadata: { url: \"http://localhost:" + port + "/metadata";
        files.with("lodge", known, known + "?" + index, test);
    }

    private void withSoap(Runnable test) {
        withService(SamlNames.SOAP_BINDING, "/slo/soap", test);
    }

    private Session signedIn() {
        Visit picker = browser.open(base.resolve("/realms/lodge/sign-in"));
        String link = picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href");
        assertThat(browser.carryOn(browser.open(URI.create(link))).html().text())
                .contains("Emmy Noether");
        return sessions.ofUpstream(LODGE, new ConnectorId("guild"), Optional.empty(), Optional.of(index))
                .getFirst();
    }

    private List<String> end(Session session) {
        return logout.propagate(LODGE, session.ref(), "operator", Circumstances.from("")).told().stream()
                .filter(LogoutReport.Told::shown)
                .map(one -> one.name() + " " + one.word())
                .toList();
    }

    @Test
    void theProviderHearsWhoseSessionIsOver() {
        withSoap(() -> {
            assertThat(end(signedIn())).containsExactly("Guild signed-out");
            Element told = idp.signedOut().getFirst();
            assertThat(told.getAttribute("Destination"))
                    .isEqualTo(idp.at("/slo/soap").toString());
            assertThat(Xml.below(told, SamlNames.ASSERTION, "NameID")
                            .orElseThrow()
                            .getTextContent())
                    .isEqualTo("emmy-7f3a");
            assertThat(Xml.below(told, SamlNames.PROTOCOL, "SessionIndex")
                            .orElseThrow()
                            .getTextContent())
                    .isEqualTo(index);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("logout-told")
                            && line.path("protocol").asText().equals("upstream")
                            && line.path("connector").asText().equals("guild")
                            && line.path("outcome").asText().equals("done"));
        });
    }

    static Map<String, UnaryOperator<String>> noAnswerAtAll() {
        return Map.of(
                "unsigned", answer -> answer,
                "signed by a stranger", answer -> Seal.sign(answer, STRANGER),
                "no", answer -> Seal.sign(answer.replace("status:Success", "status:Responder"), KEY),
                "to somebody else",
                        answer -> Seal.sign(
                                answer.replaceFirst(
                                        "InResponseTo=\"[^\"]*\"", "InResponseTo=\"" + Draft.newId() + "\""),
                                KEY),
                "of another issuer",
                        answer -> Seal.sign(
                                answer.replaceFirst("(<saml:Issuer[^>]*>)[^<]*", "$1https://elsewhere.example"), KEY),
                "no message", answer -> "<nothing/>");
    }

    static List<String> answers() {
        return List.copyOf(noAnswerAtAll().keySet());
    }

    /** It is told again, and until it has said yes nobody is called signed out. */
    @ParameterizedTest
    @MethodSource("answers")
    void whateverIsNoYesOfTheProviderIsNotBelieved(String answer) {
        withSoap(() -> {
            Session session = signedIn();
            UnaryOperator<String> signs = idp.signsLogoutResponse;
            idp.signsLogoutResponse = noAnswerAtAll().get(answer);
            assertThat(end(session)).containsExactly(answer.equals("no") ? "Guild refused" : "Guild unreachable");

            idp.signsLogoutResponse = signs;
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            assertThat(idp.signedOut()).hasSize(2);
            clock.move(Duration.ofMinutes(30));
            logout.tellOwed();
            assertThat(idp.signedOut()).as("it said yes").hasSize(2);
        });
    }

    /** Down, or taking the connection and saying nothing: whoever ends the session is not held. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatDoesNotAnswerHoldsNobodyAndIsToldLater(boolean down) {
        withSoap(() -> {
            Session session = signedIn();
            idp.close();
            try (ServerSocket silent = new ServerSocket(down ? 0 : port, 50, InetAddress.getLoopbackAddress())) {
                assertThat(silent.isBound()).isTrue();
                long began = System.nanoTime();
                assertThat(end(session)).containsExactly("Guild unreachable");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            openProvider();
            Waiting.until(() -> audit.all().stream()
                    .anyMatch(line -> line.path("event").asText().equals("logout-told")
                            && line.path("outcome").asText().equals("failed")));
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            Waiting.until(() -> idp.signedOut().size() == 1);
        });
    }

    @Test
    void itHearsOfASessionThatRanOut() {
        withSoap(() -> {
            signedIn();
            clock.move(Duration.ofDays(2));
            expired.clear();
            Waiting.until(() -> !idp.signedOut().isEmpty());
        });
    }

    @Test
    void aProviderWithoutAServiceForItNeedsTheBrowser() {
        withService(SamlNames.REDIRECT, "/slo", () -> {
            assertThat(end(signedIn())).containsExactly("Guild needs-browser");
            assertThat(idp.signedOut()).isEmpty();
        });
    }

    /** There is nothing that the browser could go to. */
    @Test
    void whoeverSignsOutInTheBrowserIsSignedOutThereBySoapWhereThereIsNothingElse() {
        withSoap(() -> {
            signedIn();
            Visit question = browser.open(base.resolve("/realms/lodge/sign-out"));
            assertThat(parties(answered(question))).containsExactly("Guild signed out");
            assertThat(idp.signedOut()).hasSize(1);
            assertThat(parties(answered(question))).as("the same logout again").containsExactly("Guild signed out");
            assertThat(idp.signedOut()).hasSize(1);
        });
    }

    @Test
    void aProviderThatDoesNotAnswerBySoapHoldsNobodyAndTheReportSeesItAnswerLater() {
        withSoap(() -> {
            signedIn();
            CountDownLatch patience = new CountDownLatch(1);
            UnaryOperator<String> signs = idp.signsLogoutResponse;
            idp.signsLogoutResponse = answer -> {
                try {
                    patience.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                return answer; // unsigned
            };
            long began = System.nanoTime();
            Visit report = answered(browser.open(base.resolve("/realms/lodge/sign-out")));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            patience.countDown();
            assertThat(parties(report)).containsExactly("Guild did not answer: sign out there too");

            idp.signsLogoutResponse = signs;
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            clock.backToNow();
            URI news = URI.create(report.html().select("[data-on]").attr("abs:data-on"));
            assertThat(parties(browser.open(news))).containsExactly("Guild signed out");
            assertThat(idp.signedOut()).hasSize(2);
        });
    }

    @Test
    void aProviderThatHasAPlaceForTheBrowserGetsItAndIsNotAskedBySoap() {
        withService(SamlNames.REDIRECT, "/slo", () -> {
            signedIn();
            Visit there = answered(browser.open(base.resolve("/realms/lodge/sign-out")));
            assertThat(there.address().toString()).startsWith(idp.at("/slo") + "?SAMLRequest=");
            assertThat(idp.signedOut()).isEmpty();
        });
    }

    private Visit answered(Visit question) {
        return browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
    }

    private static List<String> parties(Visit report) {
        return report.html().select(".parties li").eachText();
    }
}
