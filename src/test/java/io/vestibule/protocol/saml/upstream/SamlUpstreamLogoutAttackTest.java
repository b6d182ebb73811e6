package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.protocol.saml.attack.Browser;
import io.vestibule.protocol.saml.attack.Logins.Login;
import io.vestibule.protocol.saml.attack.LogoutCase;
import io.vestibule.protocol.saml.attack.LogoutCase.Participant;
import io.vestibule.protocol.saml.attack.Logouts;
import io.vestibule.protocol.saml.attack.Message;
import io.vestibule.protocol.saml.attack.Target;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every LogoutRequest of the corpus as if an identity provider had sent it (security case 20). */
@QuarkusTest
@TestProfile(FortProfile.class)
class SamlUpstreamLogoutAttackTest {
    /** Theirs, and of a session that this connector does not have: to them it is over, and nothing here is. */
    private static final Set<String> OVER_ALREADY = Set.of("20-others-session", "20-unknown-index");

    @Inject
    Fort fort;

    @Inject
    AuditLines audit;

    private Browser browser;
    private Browser others;
    private String index;
    private Participant who;

    @BeforeEach
    void signInTwoPeople() {
        String hers = Draft.newId();
        others = signIn("rival", "other", fort.other(), "hedy-1", hers);
        signInAgain();
        Target target = fort.target("guild");
        who = new Participant(
                fort.at("/login/from/guild/logout").toString(),
                fort.idp().entityId(),
                fort.idp().key,
                target.stranger(),
                "emmy-7f3a",
                SamlNames.PERSISTENT,
                Map.of(),
                index,
                new LogoutCase.Other(fort.other().entityId(), fort.other().key, "hedy-1", hers));
    }

    static Stream<String> controls() {
        return Logouts.all().stream().filter(LogoutCase::accepted).map(LogoutCase::id);
    }

    static Stream<String> attacks() {
        return Logouts.all().stream().filter(one -> !one.accepted()).map(LogoutCase::id);
    }

    @ParameterizedTest
    @MethodSource("controls")
    void theIdentityProviderEndsTheSession(String id) {
        Browser.Page page = browser.send(URI.create(who.slo()), one(id).maker().make(who));
        assertThat(page.status()).as(page.whole()).isIn(200, 303);
        assertThat(lives(browser, "desk")).isFalse();
        assertThat(lives(others, "rival")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nobodyElseDoes(String id) {
        LogoutCase one = one(id);
        Message message = one.maker().make(who);
        if (one.twice()) {
            browser.send(URI.create(who.slo()), message);
            assertThat(lives(browser, "desk")).isFalse();
            signInAgain();
        }
        audit.begin();
        Browser.Page page = browser.send(URI.create(who.slo()), message);
        if (OVER_ALREADY.contains(id)) {
            assertThat(audit.all()).isEmpty();
        } else {
            assertThat(page.status()).as(page.whole()).isEqualTo(400);
            assertThat(audit.all()).singleElement().satisfies(line -> {
                assertThat(line.path("event").asText()).isEqualTo("refused");
                assertThat(line.path("reason").asText()).isNotBlank();
            });
        }
        assertThat(lives(browser, "desk")).isTrue();
        assertThat(lives(others, "rival")).isTrue();
    }

    private void signInAgain() {
        index = Draft.newId();
        browser = signIn("desk", "guild", fort.idp(), "emmy-7f3a", index);
    }

    private Browser signIn(
            String relyingParty, String connector, ToyIdentityProvider idp, String name, String sessionIndex) {
        Login login = fort.logins(relyingParty, connector).begin();
        Draft draft = login.target().draft();
        draft.issuer = idp.entityId();
        draft.assertionIssuer = idp.entityId();
        draft.nameId = name;
        draft.sessionIndex = sessionIndex;
        login.browser().send(fort.acs(connector), Message.post(draft.signed(idp.key), login.target()));
        assertThat(lives(login.browser(), relyingParty)).isTrue();
        return login.browser();
    }

    /** Whoever has a session is sent on with an answer at once; others are sent to their identity provider. */
    private boolean lives(Browser of, String relyingParty) {
        return of.get(fort.at("/saml/initiate?sp=https://" + relyingParty + ".example/sp"))
                .body()
                .contains("name=\"SAMLResponse\"");
    }

    private static LogoutCase one(String id) {
        return Logouts.all().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
