package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.database.Statements;
import io.vestibule.protocol.saml.toy.ArtifactAsk;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** SAML Core §3.5, SAML Bindings §3.6: an artifact is worth an answer once, to whom it is for. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class ArtifactTest extends SamlTest {
    @Inject
    Statements statements;

    @Test
    void itIsTakenOnce() {
        String artifact = artifact();
        assertThat(resolve(artifact, party, party.key()).body()).contains("Assertion", "ArtifactResponse");
        HttpResponse<String> again = resolve(artifact, party, party.key());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("status:Success").doesNotContain("Assertion ");
    }

    @Test
    void itIsWorthNothingOnceThePersonIsSignedOut() {
        String artifact = artifact();
        assertThat(statements.change(
                        "delete from session_participant where relying_party = ?", party.entityId())) // on another node
                .isOne();
        HttpResponse<String> late = resolve(artifact, party, party.key());
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(late.body()).contains("status:Success").doesNotContain("Assertion ");
    }

    /** What was said of them before they left it is not what they come with now. */
    @Test
    void itIsWorthNothingOnceThePersonHasLeftAndComeBack() {
        String artifact = artifact();
        statements.change(
                "update session_participant set joined_at = joined_at + interval '10 seconds' where relying_party = ?",
                party.entityId());
        HttpResponse<String> late = resolve(artifact, party, party.key());
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(late.body()).contains("status:Success").doesNotContain("Assertion ");
    }

    @Test
    void anotherServiceProviderGetsNothingAndSpoilsNothing() {
        String artifact = artifact();
        try (ToyServiceProvider other = lab.serviceProvider(false)) {
            lab.declare(other);
            assertThat(resolve(artifact, other, other.key()).body()).doesNotContain("<saml2:Assertion");
        }
        assertThat(resolve(artifact, party, party.key()).body()).contains("<saml2:Assertion");
    }

    @Test
    void aQueryIsSignedByTheServiceProvider() {
        String artifact = artifact();
        assertThat(resolve(artifact, party, ToyKey.rsa("stranger")).statusCode())
                .isEqualTo(400);
        String unsigned = query(artifact, party);
        assertThat(browser.ask(SamlLab.soap(lab.at("/saml/artifact"), unsigned)).statusCode())
                .isEqualTo(400);
        assertThat(resolve(artifact, party, party.key()).body()).contains("<saml2:Assertion");
    }

    @Test
    void garbageStandsForNothing() {
        lab.declare(party);
        assertThat(resolve("AAQAAA==", party, party.key()).statusCode()).isEqualTo(400);
        assertThat(browser.ask(SamlLab.soap(lab.at("/saml/artifact"), "<x/>")).statusCode())
                .isEqualTo(400);
    }

    private String artifact() {
        lab.declare(party);
        lab.signIn(browser, "ada", party, "binding=redirect");
        AuthnAsk ask = new AuthnAsk(party.entityId(), lab.at("/saml/sso").toString());
        ask.attributes.put("AssertionConsumerServiceIndex", "1");
        HttpResponse<String> answer = browser.ask(
                HttpRequest.newBuilder(lab.redirect(party, ask, null)).GET());
        URI to = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(to.toString()).startsWith(party.at("/acs").toString());
        return RedirectQuery.read(to.getRawQuery()).get("SAMLart");
    }

    private HttpResponse<String> resolve(String artifact, ToyServiceProvider asker, ToyKey key) {
        return browser.ask(SamlLab.soap(lab.at("/saml/artifact"), Seal.sign(query(artifact, asker), key)));
    }

    private String query(String artifact, ToyServiceProvider asker) {
        return ArtifactAsk.text(
                artifact, asker.entityId(), lab.at("/saml/artifact").toString(), Instant.now());
    }
}
