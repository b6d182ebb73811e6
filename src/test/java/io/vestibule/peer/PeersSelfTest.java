package io.vestibule.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.peer.KeycloakPeer.Person;
import io.vestibule.peer.PlainBrowser.Visit;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two peers sign somebody in with each other: where this passes and a journey fails, the peers are not to blame. */
@Tag("peer")
class PeersSelfTest {
    private static final Person GRACE =
            new Person("grace", "correct horse", "grace@org.example", "Grace", "Hopper", List.of("compilers", "navy"));

    private static KeycloakPeer keycloak;
    private static ApachePeer apache;
    private static String subject;

    @BeforeAll
    static void open() {
        apache = ApachePeer.prepare();
        keycloak = KeycloakPeer.start();
        subject = keycloak.addPerson(GRACE);
        String secret = keycloak.addClient("apache", apache.redirectUri(), apache.publicPage());
        apache.start(new ApachePeer.Provider(keycloak.discovery(), "apache", secret, "openid email profile"));
    }

    @AfterAll
    static void shut() {
        if (apache != null) {
            apache.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void apacheLearnsWhoSignedInAtKeycloak() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Map<String, String> claims =
                    ApachePeer.claims(signIn(browser, GRACE).body());
            assertThat(claims)
                    .containsEntry("sub", subject)
                    .containsEntry("email", "grace@org.example")
                    .containsEntry("groups", "compilers,navy")
                    .containsKey("OIDC_id_token_payload");
            assertThat(claims.get("REMOTE_USER")).startsWith(subject);
        }
    }

    @Test
    void keycloakRefusesAWrongPassword() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit form = browser.open(apache.privatePage());
            Visit refused = browser.submit(form, Map.of("username", "grace", "password", "guess"));
            assertThat(refused.address().getPort()).isEqualTo(keycloak.issuer().getPort());
            assertThat(refused.html().text()).contains("Invalid username or password");
        }
    }

    @Test
    void signingOutAtApacheEndsTheSessionAtKeycloak() {
        try (PlainBrowser browser = new PlainBrowser()) {
            signIn(browser, GRACE);
            assertThat(browser.open(apache.signOut()).address()).isEqualTo(apache.publicPage());
            assertThat(browser.open(apache.privatePage()).html().select("[name=password]"))
                    .isNotEmpty();
        }
    }

    @Test
    void apacheAcceptsALoginSignedWithAKeyMadeSinceItsLastOne() throws IOException {
        try (PlainBrowser before = new PlainBrowser();
                PlainBrowser after = new PlainBrowser()) {
            String oldKey = signingKey(signIn(before, GRACE));
            keycloak.rotateSigningKey();
            assertThat(signingKey(signIn(after, GRACE))).isNotEqualTo(oldKey);
        }
    }

    @Test
    void aPersonChangedAtKeycloakIsSeenAtTheNextLogin() {
        Person before = new Person("ada", "first machine", "ada@org.example", "Ada", "Byron", List.of());
        String ada = keycloak.addPerson(before);
        keycloak.changePerson(ada, new Person("ada", "first machine", "ada@org.example", "Ada", "Lovelace", List.of()));
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(ApachePeer.claims(signIn(browser, before).body())).containsEntry("family_name", "Lovelace");
        }
    }

    /** The {@code kid} in the header of the access token, which Keycloak signs with the same key as the id_token. */
    private static String signingKey(Visit privatePage) throws IOException {
        String token = ApachePeer.claims(privatePage.body()).get("OIDC_access_token");
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new ObjectMapper().readTree(header).get("kid").asText();
    }

    private static Visit signIn(PlainBrowser browser, Person person) {
        Visit form = browser.open(apache.privatePage());
        return browser.submit(form, Map.of("username", person.username(), "password", person.password()));
    }
}
