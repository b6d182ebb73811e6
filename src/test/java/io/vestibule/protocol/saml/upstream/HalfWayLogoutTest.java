package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.GuildSignOut.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.Directory;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An identity provider signs out somebody who is not in yet (SAML Core §3.7.3.1). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class HalfWayLogoutTest {
    private static final RealmName LODGE = new RealmName("lodge");
    private static final ConnectorId GUILD = new ConnectorId("guild");
    private static final String PASSCODE_FORM = "form:has([name=passcode])";

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    @Inject
    Realms realms;

    @Inject
    Directory directory;

    @Inject
    Sessions sessions;

    @Inject
    TestFactors factors;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final String name = "half-way-" + UUID.randomUUID();
    private final PlainBrowser browser = new PlainBrowser();
    private GuildSignOut guild;
    private String index = "";
    private Realm realm;
    private User user;

    @BeforeEach
    void asksForAPasscode() {
        guild = new GuildSignOut(base, port, files);
        realm = realms.find(LODGE).orElseThrow();
        browser.carryOn(left());
        Session first = sessions.ofUpstream(LODGE, GUILD, Optional.empty(), Optional.of(index))
                .getFirst();
        user = directory.find(LODGE, first.user()).orElseThrow();
        soap(guild.request(name, index));
        factors.enrol(realm, user);
        factors.rule(realm, user, "[[\"mapped\",\"totp\"]]");
        audit.begin();
    }

    @AfterEach
    void close() {
        factors.rule(realm, user, "null");
        factors.reset(realm, user);
        browser.close();
        guild.close();
    }

    /** The answer is at hand, and the browser has not brought it yet. */
    private Visit left() {
        index = Draft.newId();
        return left(draft -> {});
    }

    private Visit left(Consumer<Draft> more) {
        guild.idp.says = draft -> {
            draft.nameId = name;
            draft.sessionIndex = index;
            more.accept(draft);
        };
        Visit picker = browser.open(guild.at("/sign-in"));
        return browser.open(URI.create(
                picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href")));
    }

    private Visit atTheFactor() {
        Visit page = browser.carryOn(left());
        assertThat(page.html().select(PASSCODE_FORM)).as(page.body()).isNotEmpty();
        return page;
    }

    private Visit passcode(Visit page) {
        return browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcode())));
    }

    private void soap(String request) {
        HttpResponse<String> reply = browser.ask(HttpRequest.newBuilder(guild.logout())
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                        + Seal.sign(request, GuildSignOut.key()) + "</soap:Body></soap:Envelope>")));
        assertThat(GuildSignOut.statuses(Xml.below(Xml.parse(reply.body()), SamlNames.PROTOCOL, "LogoutResponse")
                        .orElseThrow()))
                .containsExactly(SUCCESS);
    }

    private void isRefused(Visit page) {
        assertThat(page.status()).as(page.body()).isEqualTo(403);
        assertThat(page.html().select("h1").text()).isEqualTo("You signed out meanwhile");
        assertThat(audit.refusal(page.html().selectFirst("#reference").text())
                        .path("reason")
                        .asText())
                .isEqualTo("upstream-ended");
        assertThat(sessions.ofUser(user.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsAskedForASecondFactorDoesNotComeInAnyMoreUntilTheySignInAgain(boolean byIndex) {
        Visit page = atTheFactor();
        soap(byIndex ? guild.request(name, index) : guild.request(name));
        Visit refused = passcode(page);
        isRefused(refused);
        assertThat(passcode(atTheFactor()).html().text()).contains("Sign out");
    }

    @Test
    void whoSetsUpAnAuthenticatorSetsNoneUp() {
        factors.reset(realm, user);
        Visit page = browser.carryOn(left());
        soap(guild.request(name, index));
        isRefused(browser.open(page.address()));
        assertThat(factors.has(realm, user)).isFalse();
    }

    @Test
    void anAssertionThatComesAfterTheLogoutOfItsSessionOpensNothing() {
        factors.rule(realm, user, "null");
        Visit answer = left();
        soap(guild.request(name, index));
        isRefused(browser.carryOn(answer));
    }

    /** Their session there may go on under the same name, when only their part in it here was ended. */
    @Test
    void whatIsAssertedAfterTheLogoutIsOfASessionThatGoesOn() {
        factors.rule(realm, user, "null");
        browser.carryOn(left());
        soap(guild.request(name, index));
        Instant before = Instant.now().minusSeconds(60);
        Visit back = browser.carryOn(left(draft -> draft.authenticated = before));
        assertThat(back.html().text()).contains("Sign out");
    }

    @Test
    void theLogoutOfAnotherSessionIsNoLogoutOfThisOne() {
        Visit page = atTheFactor();
        soap(guild.request(name, Draft.newId()));
        soap(guild.request("somebody-else", index));
        assertThat(passcode(page).html().text()).contains("Sign out");
    }
}
