package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import org.junit.jupiter.api.Test;

/** SAML Core §3.4.1.1, §8.3 and what a service provider is told of a person. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class NamesAndAttributesTest extends SamlTest {
    private static final String V11 = "urn:oasis:names:tc:SAML:1.1:nameid-format:";

    @Test
    void aPersistentNameIsTheSameEachTimeAndAnotherForEachServiceProvider() {
        lab.declare(party);
        JsonNode first = name(signIn("ada", "binding=redirect"));
        assertThat(first.path("Format").asText()).isEqualTo(SamlNames.PERSISTENT);
        assertThat(first.path("SPNameQualifier").asText()).isEqualTo(party.entityId());
        assertThat(first.path("value").asText()).hasSize(32).doesNotContain("ada");
        try (PlainBrowser fresh = new PlainBrowser();
                ToyServiceProvider other = lab.serviceProvider(false)) {
            assertThat(name(lab.signIn(fresh, "ada", party, "binding=redirect")))
                    .isEqualTo(first);
            lab.declare(other);
            assertThat(name(lab.signIn(fresh, "ada", other, "binding=redirect"))
                            .path("value")
                            .asText())
                    .isNotEqualTo(first.path("value").asText());
        }
    }

    @Test
    void aTransientNameIsNewInEverySession() {
        lab.declare(party);
        JsonNode first = name(signIn("ada", "binding=redirect&nameid=" + SamlNames.TRANSIENT));
        assertThat(first.path("Format").asText()).isEqualTo(SamlNames.TRANSIENT);
        try (PlainBrowser other = new PlainBrowser()) {
            JsonNode second = name(lab.signIn(other, "ada", party, "binding=redirect&nameid=" + SamlNames.TRANSIENT));
            assertThat(first.path("value")).isNotEqualTo(second.path("value"));
        }
    }

    @Test
    void otherFormatsNameThePersonThemselves() {
        lab.declare(party);
        assertThat(name(signIn("ada", "binding=redirect&nameid=" + V11 + "emailAddress"))
                        .path("value")
                        .asText())
                .isEqualTo("ada@lab.example");
        assertThat(name(signIn("ada", "binding=redirect&nameid=" + V11 + "X509SubjectName"))
                        .path("value")
                        .asText())
                .isEqualTo("UID=ada,CN=Ada Lovelace");
        assertThat(name(signIn("ada", "binding=redirect&nameid=" + V11 + "unspecified"))
                        .path("Format")
                        .asText())
                .as("unspecified leaves it to us")
                .isEqualTo(SamlNames.PERSISTENT);
    }

    @Test
    void anAddressThatNobodyVerifiedNamesNobody() {
        lab.declare(party);
        assertThat(status(signIn("bob", "binding=redirect&nameid=" + V11 + "emailAddress")))
                .containsExactly("Requester", "InvalidNameIDPolicy");
    }

    @Test
    void aFormatThatCannotBeMadeOrIsNotAllowedIsRefused() {
        lab.declare(party, "nameId: { allowed: [transient] }");
        assertThat(status(signIn("ada", "binding=redirect&nameid=" + SamlNames.PERSISTENT)))
                .containsExactly("Requester", "InvalidNameIDPolicy");
        assertThat(status(signIn("ada", "binding=redirect&nameid=urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos")))
                .containsExactly("Requester", "InvalidNameIDPolicy");
        assertThat(name(signIn("ada", "binding=redirect")).path("Format").asText())
                .isEqualTo(SamlNames.TRANSIENT);
    }

    @Test
    void theOperatorSaysWhichClaimTheNameIs() {
        lab.declare(party, "nameId: { format: unspecified, claim: email }");
        JsonNode name = name(signIn("ada", "binding=redirect"));
        assertThat(name.path("value").asText()).isEqualTo("ada@lab.example");
        assertThat(name.has("SPNameQualifier")).isFalse();
    }

    @Test
    void theOperatorSaysWhatIsReleasedAndHowItIsCalled() {
        lab.declare(
                party,
                "release: [email, eduperson_entitlement, eduperson_principal_name, pairwise_id, subject_id]",
                "attributeNames: friendly",
                "attributes: { \"https://app.example/role\": groups, login: preferred_username }");
        JsonNode told = signIn("ada", "binding=redirect").path("attributes");
        assertThat(told.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "mail",
                        "eduPersonEntitlement",
                        "eduPersonPrincipalName",
                        AttributeCatalogue.PAIRWISE_ID,
                        AttributeCatalogue.SUBJECT_ID,
                        "https://app.example/role",
                        "login");
        assertThat(texts(told.path("eduPersonEntitlement"))).containsExactly("urn:example:one", "urn:example:two");
        assertThat(texts(told.path("eduPersonPrincipalName"))).containsExactly("ada@lab.example");
        assertThat(texts(told.path("https://app.example/role"))).containsExactly("admins", "engineers");
        assertThat(told.path(AttributeCatalogue.PAIRWISE_ID).path(0).asText()).matches("[0-9a-f]{32}@lab\\.example");
        assertThat(told.path(AttributeCatalogue.SUBJECT_ID).path(0).asText())
                .matches("[0-9a-f]{32}@lab\\.example")
                .isNotEqualTo(told.path(AttributeCatalogue.PAIRWISE_ID).path(0).asText());
    }

    /** Case 23. */
    @Test
    void markupInAPersonsNameStaysText() {
        lab.declare(party, "nameId: { format: unspecified, claim: name }");
        JsonNode shown = signIn("bob", "binding=redirect");
        String name = "Bob </saml:AttributeValue><saml:AttributeValue>admin";
        assertThat(name(shown).path("value").asText()).isEqualTo(name);
        assertThat(texts(shown.path("attributes").path("urn:oid:2.16.840.1.113730.3.1.241")))
                .containsExactly(name);
        assertThat(shown.path("attributes").toString()).doesNotContain("\"admin\"");
    }

    private static JsonNode name(JsonNode shown) {
        assertThat(shown.has("nameId")).as(shown.toString()).isTrue();
        return shown.path("nameId");
    }
}
