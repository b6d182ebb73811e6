package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.GuildSignOut.PARTIAL;
import static io.vestibule.protocol.saml.upstream.GuildSignOut.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.RealmFiles;
import io.vestibule.logout.DyingNode;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An identity provider's LogoutRequest comes again, or for what is over already (decision 0016). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class SameLogoutRequestTest {
    private static final String NAME = "same-again-1";
    private static final RealmName LODGE = new RealmName("lodge");
    private static final ConnectorId GUILD = new ConnectorId("guild");

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    @Inject
    DyingNode node;

    @Inject
    Sessions sessions;

    @Inject
    LogoutPropagation logout;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final PlainBrowser browser = new PlainBrowser();
    private GuildSignOut guild;
    private String index = "";

    @BeforeEach
    void open() {
        guild = new GuildSignOut(base, port, files);
        audit.begin();
        index = signIn();
    }

    @AfterEach
    void close() {
        browser.close();
        guild.close();
    }

    private String signIn() {
        String made = Draft.newId();
        guild.idp.says = draft -> {
            draft.nameId = NAME;
            draft.sessionIndex = made;
        };
        Visit picker = browser.open(guild.at("/sign-in"));
        URI link = URI.create(
                picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href"));
        assertThat(browser.carryOn(browser.open(link)).html().text()).contains("Sign out");
        return made;
    }

    private Optional<Session> session() {
        return sessions.ofUpstream(LODGE, GUILD, Optional.empty(), Optional.of(index)).stream()
                .findFirst();
    }

    private HttpResponse<String> soap(String request) {
        return browser.ask(HttpRequest.newBuilder(guild.logout())
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                        + Seal.sign(request, GuildSignOut.key()) + "</soap:Body></soap:Envelope>")));
    }

    private static List<String> answer(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return GuildSignOut.statuses(Xml.below(Xml.parse(reply.body()), SamlNames.PROTOCOL, "LogoutResponse")
                .orElseThrow());
    }

    private HttpResponse<String> brought(String request) {
        return browser.ask(HttpRequest.newBuilder(guild.redirect(request))
                .header("Sec-Fetch-Dest", "document")
                .GET());
    }

    private void bring(String request) {
        browser.carryOn(browser.open(guild.redirect(request)));
    }

    private void enterBooth() {
        Visit entered = browser.carryOn(browser.open(guild.boothDoor()));
        assertThat(entered.address().getPath()).as(entered.body()).isEqualTo("/acs");
    }

    @Test
    void bySoapOfANodeThatDiedWhileItEndedTheSessionItEndsItWhenItComesAgain() {
        String request = guild.request(NAME, index);
        node.dieWhileEndingFor(() -> assertThat(soap(request).statusCode()).isEqualTo(500));
        assertThat(session()).isPresent();
        assertThat(answer(soap(request))).containsExactly(SUCCESS);
        assertThat(session()).isEmpty();
    }

    @Test
    void byTheBrowserOfANodeThatDiedWhileItEndedTheSessionItEndsItWhenItComesAgain() {
        String request = guild.request(NAME, index);
        node.dieWhileEndingFor(() -> assertThat(brought(request).statusCode()).isEqualTo(500));
        assertThat(session()).isPresent();
        bring(request);
        assertThat(session()).isEmpty();
        assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
    }

    @Test
    void bySoapItGetsTheSameAnswerAgain() {
        String request = guild.request(NAME, index);
        assertThat(answer(soap(request))).containsExactly(SUCCESS);
        audit.begin();
        assertThat(answer(soap(request))).containsExactly(SUCCESS);
        assertThat(audit.all()).isEmpty();
    }

    @Test
    void bySoapItIsAReplayWhereItWouldMeanASessionBegunSince() {
        String request = guild.request(NAME);
        assertThat(answer(soap(request))).containsExactly(SUCCESS);
        index = signIn();
        audit.begin();
        assertThat(soap(request).statusCode()).isEqualTo(500);
        assertThat(audit.all()).extracting(line -> line.path("reason").asText()).containsExactly("logout-replayed");
        assertThat(session()).isPresent();
    }

    @Test
    void whatABrowserBroughtGetsNoAnswerAgainByWhateverWay() {
        String request = guild.request(NAME, index);
        bring(request);
        assertThat(brought(request).statusCode()).isEqualTo(400);
        assertThat(soap(request).statusCode()).isEqualTo(500);
    }

    @Test
    void ofASessionThatAnOperatorEndedTheAnswerIsPartialWhileSomebodyWasNotTold() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth();
            logout.propagate(LODGE, session().orElseThrow().ref(), "operator", Circumstances.from(""));
            assertThat(answer(soap(guild.request(NAME, index)))).containsExactly(SUCCESS, PARTIAL);
            assertThat(answer(soap(guild.request(NAME)))).containsExactly(SUCCESS, PARTIAL);
            assertThat(answer(soap(guild.request("somebody-else", index))))
                    .as("of another's nothing is said")
                    .containsExactly(SUCCESS);
            bring(guild.request(NAME, index));
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }

    /** The booth heard of the end of its part by the browser that left it. */
    @Test
    void ofASessionThatThePersonEndedTheAnswerIsWholeOnceTheBrowserToldEverybody() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth();
            Visit question = browser.open(guild.at("/sign-out"));
            browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
            assertThat(guild.booth.signOut().told()).hasSize(1);
            assertThat(answer(soap(guild.request(NAME, index)))).containsExactly(SUCCESS);
        });
    }

    @Test
    void inTheBrowserWhatIsOverAlreadyAndNotHeardByAllMakesTheAnswerPartial() {
        guild.withBoothAndTill("redirect", () -> {
            enterBooth();
            logout.propagate(LODGE, session().orElseThrow().ref(), "operator", Circumstances.from(""));
            signIn();
            bring(guild.request(NAME));
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }
}
