package io.vestibule.protocol.saml.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.keys.JwtKeys;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Partners learn of new keys from metadata, and what the old ones signed or opened still counts for a while. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class KeyRotationTest {
    private static final RealmName REALM = new RealmName("saml-lab");

    @Inject
    SamlLab lab;

    @Inject
    CertifiedKeys keys;

    @Inject
    JwtKeys jwtKeys;

    @Test
    void afterARotationTheMetadataNameOldAndNewKeysAndTheNewOneSigns() {
        Response before = given().get(lab.at("/saml/metadata"));
        PeerMetadata old = PeerMetadata.identityProvider(before.asString());
        String jwks = jwtKeys.published(REALM).toString();

        keys.rotateNow(REALM);

        Response after = given().header("If-None-Match", before.header("ETag")).get(lab.at("/saml/metadata"));
        after.then().statusCode(200);
        PeerMetadata now = PeerMetadata.identityProvider(after.asString());
        assertThat(now.signingKeys())
                .containsAll(old.signingKeys())
                .hasSizeGreaterThan(old.signingKeys().size());
        assertThat(now.encryptionKeys())
                .containsAll(old.encryptionKeys())
                .hasSizeGreaterThan(old.encryptionKeys().size());
        assertThat(jwtKeys.published(REALM).toString())
                .as("the keys of OpenID Connect go their own way")
                .isEqualTo(jwks);
        assertThat(old.signingKeys())
                .doesNotContain(keys.signing(REALM, CertifiedKeys.Kind.RSA)
                        .certificate()
                        .getPublicKey());
        assertThat(now.encryptionKeys().getFirst())
                .as("partners that take the first one take the current one")
                .isNotIn(old.encryptionKeys());
    }

    @Test
    void aServiceProviderThatReadsTheMetadataAgainGoesOnAsIfNothingHappened() {
        try (ToyServiceProvider party = lab.serviceProvider(false);
                PlainBrowser browser = new PlainBrowser()) {
            lab.declare(party);
            JsonNode first = lab.signIn(browser, "ada", party, "binding=redirect");
            keys.rotateNow(REALM);
            JsonNode second = lab.signIn(browser, "ada", party, "binding=redirect");
            assertThat(second.path("assertionSigned").asBoolean())
                    .as(second.toString())
                    .isTrue();
            assertThat(second.path("nameId"))
                    .as("the persistent name does not depend on these keys")
                    .isNotEmpty()
                    .isEqualTo(first.path("nameId"));
        }
    }
}
