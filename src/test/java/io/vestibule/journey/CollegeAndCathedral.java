package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;

/**
 * Two upstreams of the house that know the same person, each by a protocol of its own, and want the browser when she signs out:
 * the college (OpenID) and the cathedral (SAML).
 */
@ApplicationScoped
class CollegeAndCathedral {
    static final String COLLEGE = "issuer: ${base}/realms/college\n";
    static final String CATHEDRAL = "metadata: { url: \"${base}/realms/cathedral/saml/metadata\" }";
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final String REALM = """
            displayName: %s
            languages: [en]
            passwords:
              argon2: { memoryKib: 1024, iterations: 1, parallelism: 1 }
            connectors:
              - id: local
                preset: local
                name: Account
            people:
              - username: cecilia
                name: Cecilia Payne
                password: cecilia-password-1
            relyingParties:
            """;
    private static final String HOUSE_AT_COLLEGE = """
              - id: house
                name: The House
                consent: trusted
                oidc:
                  redirectUris: ["${base}/realms/house/login/from/college"]
                  postLogoutRedirectUris: ["${base}/realms/house/logout/returned"]
                  clientSecrets: [the-secret-between-house-and-college]
            """;
    private static final String HOUSE_AT_CATHEDRAL = """
              - id: ${base}/realms/house/connectors/cathedral/metadata
                name: The House
                consent: trusted
                saml:
                  metadata: { url: "${base}/realms/house/connectors/cathedral/metadata" }
              - id: choir
                name: Choir
                consent: trusted
                oidc:
                  redirectUris: ["%1$s"]
                  frontchannelLogoutUri: "%1$s/out"
                  clientSecrets: [the-secret-of-the-choir-that-nobody-uses]
            """;
    private static final String CONNECTORS = """
              - id: college
                preset: vestibule
                name: College
                config:
                  %s
                  clientId: house
                  clientSecret: the-secret-between-house-and-college
                  signOutUpstream: true
              - id: cathedral
                type: saml
                name: Cathedral
                config:
                  %s
                  signOutUpstream: true
            """.formatted(COLLEGE.strip(), CATHEDRAL);

    private final House house;
    private final RealmFiles files;

    CollegeAndCathedral(House house, RealmFiles files) {
        this.house = house;
        this.files = files;
    }

    /** Both are there, and know the house; the desk has a back channel. */
    void open(String deskHears, Runnable meanwhile) {
        files.withRealm("college", REALM.formatted("College") + HOUSE_AT_COLLEGE, () -> {
            String parties = HOUSE_AT_CATHEDRAL.formatted(house.party("/choir"));
            files.withRealm("cathedral", REALM.formatted("Cathedral") + parties, () -> {
                awaken();
                files.with(
                        "house",
                        "  # further connectors",
                        CONNECTORS.stripTrailing(),
                        () -> files.with(
                                "house",
                                DESK_SECRET,
                                DESK_SECRET + "\n      backchannelLogoutUri: " + deskHears,
                                meanwhile));
            });
        });
    }

    private void awaken() {
        house.awaken();
        try (PlainBrowser operator = new PlainBrowser()) {
            operator.open(house.server("/realms/cathedral/saml/metadata"));
        }
    }

    /** Two sessions of one account, both at the desk. */
    record Both(Arrival earlier, Arrival current) {}

    Both arriveByBoth(PlainBrowser browser, String first, String last) {
        Arrival one = another(browser, first);
        Visit list = browser.open(house.at("/account/identities"));
        if (!list.html().select("[name=connector][value=" + last + "].choice").isEmpty()) {
            link(browser, list, last);
        }
        Arrival two = another(browser, last);
        assertThat(two.claim("sub")).isEqualTo(one.claim("sub"));
        assertThat(two.claim("sid")).isNotEqualTo(one.claim("sid"));
        return new Both(one, two);
    }

    private Arrival another(PlainBrowser browser, String connector) {
        Visit step = house.enter(browser, "desk", "prompt", "login", "idp_hint", connector);
        return Arrival.at(
                step.html().select(House.PASSWORD_FORM).isEmpty() ? step : house.password(browser, step, "cecilia"));
    }

    private void link(PlainBrowser browser, Visit list, String connector) {
        Visit away =
                browser.carryOn(browser.submit(list, "form[action$=/identities/link]", Map.of("connector", connector)));
        Visit proven =
                away.html().select(House.PASSWORD_FORM).isEmpty() ? away : house.password(browser, away, "cecilia");
        browser.carryOn(browser.submit(proven, "form:has([name=answer])", Map.of("answer", "yes")));
    }

    /** The choir sings in the cathedral's session, and confirms nothing: whoever signs out there hears that it is partial. */
    void joinTheChoir(PlainBrowser browser) {
        URI there = house.server("/realms/cathedral/authorize?client_id=choir&response_type=code&scope=openid&state=s"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&redirect_uri="
                + house.party("/choir"));
        assertThat(browser.open(there).address().getPath()).isEqualTo("/choir");
    }

    boolean asksAgain(PlainBrowser browser, String connector) {
        Visit there = house.enter(browser, "desk", "idp_hint", connector);
        return !there.html().select(House.PASSWORD_FORM).isEmpty();
    }
}
