package io.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.login.view.ErrorView;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.ProtocolMemory;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doors at which nobody can be asked for a passcode × the rules about factors (security case 43). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class DirectDoorsTest {
    @Inject
    DirectLogin direct;

    @Inject
    UnaskedStep unasked;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    private Realm realm;

    @BeforeEach
    void house() {
        realm = realms.find(new RealmName("house")).orElseThrow();
    }

    @AfterEach
    void nobodyHasRules() {
        for (String name : List.of("alan", "unasked")) {
            factors.person(realm, name).ifPresent(user -> {
                factors.rule(realm, user, "null");
                factors.unenrol(realm, user);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    null                                        | true
                    [["password"]]                              | true
                    [["password","totp"]]                       | false
                    [["password","totp"],["password"]]          | true
                    [["totp"]]                                  | false
                    [["mapped"]]                                | false
                    """)
    void aPasswordThatAProgramBrings(String rule, boolean enough) {
        User alan = factors.person(realm, "alan").orElseThrow();
        factors.enrol(realm, alan);
        factors.rule(realm, alan, rule);
        DirectOutcome outcome = direct.authenticate(request(), "alan", new Secret("alan-password-1"), visitor());
        if (enough) {
            assertThat(outcome).isInstanceOf(DirectOutcome.Proven.class);
        } else {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            DirectOutcome.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.CONTEXT_NOT_MET));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    null                                        | true
                    [["mapped"]]                                | true
                    [["saml2"]]                                 | true
                    [["openid"]]                                | false
                    [["mapped","totp"]]                         | false
                    [["password"]]                              | false
                    """)
    void somebodyWhomAnUpstreamSendsUnasked(String rule, boolean enough) {
        unasked.arrived(realm, new ConnectorId("abbey"), sent(), visitor());
        User user = factors.person(realm, "unasked").orElseThrow();
        factors.enrol(realm, user);
        factors.rule(realm, user, rule);
        BrowserReply reply = unasked.arrived(realm, new ConnectorId("abbey"), sent(), visitor());
        if (enough) {
            assertThat(reply).isInstanceOf(BrowserReply.Redirect.class);
            assertThat(reply.cookies()).isNotEmpty();
        } else {
            assertThat(reply.cookies()).isEmpty();
            assertThat(((BrowserReply.Page) reply).model())
                    .isInstanceOfSatisfying(
                            ErrorView.class,
                            view -> assertThat(view.kind()).isEqualTo(ErrorView.Kind.SECOND_FACTOR_NEEDED));
        }
    }

    @ParameterizedTest // an upstream's word about factors used over there is not ours
    @CsvSource(delimiter = '|', textBlock = "[[\"mapped\",\"totp\"]] | otp")
    void whatAnUpstreamCallsAOneTimePasswordIsNoPasscodeOfOurs(String rule, String word) {
        unasked.arrived(realm, new ConnectorId("abbey"), sent(), visitor());
        User user = factors.person(realm, "unasked").orElseThrow();
        factors.rule(realm, user, rule);
        BrowserReply reply = unasked.arrived(realm, new ConnectorId("abbey"), sent(word, "totp", "mfa"), visitor());
        assertThat(reply).isInstanceOf(BrowserReply.Page.class);
    }

    private static AuthnOutcome sent(String... amr) {
        return new AuthnOutcome.Authenticated(new UpstreamIdentity(
                new ConnectorId("abbey"),
                "unasked-1",
                Claims.none().with("preferred_username", "unasked"),
                new AuthnContext(Instant.now(), Optional.empty(), Set.of(amr)),
                UpstreamSession.none()));
    }

    private AuthnRequest request() {
        return new AuthnRequest(
                realm.name(),
                new RelyingPartyId("desk"),
                "oidc",
                RequestedContext.any(),
                Set.of(),
                Hints.none(),
                Set.of(),
                URI.create("http://localhost/back"),
                new ProtocolMemory(Map.of()));
    }

    private static Visitor visitor() {
        return new Visitor("192.0.2.7", "a program", Map.of(), List.of());
    }
}
