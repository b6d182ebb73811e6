package io.vestibule.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.peer.KeycloakPeer.Person;
import io.vestibule.peer.PlainBrowser.Visit;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SAML peers sign somebody in with each other: where this passes and a journey fails, the peers are not to blame. */
@Tag("peer")
class SamlPeersSelfTest {
    private static final Person GRACE =
            new Person("grace", "correct horse", "grace@org.example", "Grace", "Hopper", List.of("compilers", "navy"));

    /** Lasso reads AES-GCM, but no RSA-OAEP of XML Encryption 1.1, which is what Keycloak sends when nothing is said. */
    private static final Map<String, String> FOR_LASSO = Map.of(
            "saml.encryption.algorithm", "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            "saml.encryption.keyAlgorithm", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
            "saml.encryption.digestMethod", "http://www.w3.org/2000/09/xmldsig#sha1");

    private static KeycloakPeer keycloak;

    @BeforeAll
    static void open() {
        keycloak = KeycloakPeer.start();
        keycloak.addPerson(GRACE);
    }

    @AfterAll
    static void shut() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void mellonLearnsFromAnEncryptedAssertionWhoSignedInAtKeycloak() {
        try (MellonPeer mellon = MellonPeer.prepare();
                PlainBrowser browser = new PlainBrowser()) {
            mellon.start(keycloak.saml().metadata());
            keycloak.saml().addServiceProvider(browser.open(mellon.entityId()).body(), FOR_LASSO);

            Visit form = browser.open(mellon.privatePage());
            Visit shown = signIn(browser, form);

            assertThat(shown.address()).as(mellon.log()).isEqualTo(mellon.privatePage());
            assertThat(MellonPeer.attributes(shown.body()))
                    .containsEntry("IDP", keycloak.saml().entityId().toString())
                    .containsEntry("urn_oid_0_9_2342_19200300_100_1_3", "grace@org.example")
                    .containsEntry("urn_oid_1_3_6_1_4_1_5923_1_5_1_1", "compilers,navy");
            assertThat(MellonPeer.response(shown.body()))
                    .contains("EncryptedAssertion")
                    .doesNotContain("grace@org.example");
        }
    }

    @Test
    void shibbolethLearnsFromAnEncryptedAssertionWhoSignedInAtKeycloak() {
        try (ShibbolethPeer shibboleth = ShibbolethPeer.prepare();
                PlainBrowser browser = new PlainBrowser()) {
            KeycloakSaml saml = keycloak.saml();
            shibboleth.start(new ShibbolethPeer.Provider(saml.entityId(), saml.metadata(), Optional.empty()));
            saml.addServiceProvider(browser.open(shibboleth.metadataAddress()).body(), Map.of());

            Visit form = browser.open(shibboleth.login(
                    "outgoingBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "forceAuthn", "true"));
            assertThat(form.html().select("[name=SAMLRequest]")).hasSize(1);
            Visit shown = signIn(browser, browser.carryOn(form));

            assertThat(shown.address()).as(shibboleth.log()).isEqualTo(shibboleth.privatePage());
            assertThat(ShibbolethPeer.attributes(shown.body()))
                    .containsEntry("Shib_Identity_Provider", saml.entityId().toString())
                    .containsEntry("REMOTE_USER", "grace")
                    .containsEntry("mail", "grace@org.example")
                    .containsEntry("isMemberOf", "compilers;navy");
        }
    }

    @Test
    void shibbolethLearnsFromAnEncryptedAssertionWhoSignedInAtSimpleSamlPhp() {
        try (SimpleSamlPeer simple = SimpleSamlPeer.start(new SimpleSamlPeer.Person(
                        "grace", "correct horse", Map.of("urn:oid:0.9.2342.19200300.100.1.3", "grace@org.example")));
                ShibbolethPeer shibboleth = ShibbolethPeer.prepare();
                PlainBrowser browser = new PlainBrowser()) {
            URI entityId = URI.create(simple.entityId());
            shibboleth.start(new ShibbolethPeer.Provider(entityId, simple.metadata(), Optional.empty()));
            simple.addServiceProvider(browser.open(shibboleth.metadataAddress()).body());

            Visit form = browser.open(shibboleth.privatePage());
            assertThat(form.address().getPort()).as(simple.log()).isEqualTo(entityId.getPort());
            Visit shown = browser.carryOn(browser.submit(
                    form, "form[name=f]", Map.of("username", GRACE.username(), "password", GRACE.password())));

            assertThat(shown.address())
                    .as(shibboleth.log() + simple.log() + shown.body())
                    .isEqualTo(shibboleth.privatePage());
            assertThat(ShibbolethPeer.attributes(shown.body()))
                    .containsEntry("mail", "grace@org.example")
                    .containsKey("persistent_id");
        }
    }

    private static Visit signIn(PlainBrowser browser, Visit form) {
        assertThat(form.status()).as(keycloak.log()).isEqualTo(200);
        assertThat(form.address().getPort()).isEqualTo(keycloak.issuer().getPort());
        return browser.carryOn(
                browser.submit(form, Map.of("username", GRACE.username(), "password", GRACE.password())));
    }
}
