package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.SamlCheckTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.xml.MessageSchema;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.XmlReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opensaml.saml.saml2.core.NameID;

/** Who somebody is: subject, claims and context out of a verified assertion. */
class SamlIdentityTest {
    private static final String EPPN = "urn:oid:1.3.6.1.4.1.5923.1.1.1.6";
    private static final String SUBJECT_ID = "urn:oasis:names:tc:SAML:attribute:subject-id";
    private static final String SCOPE = "<md:Extensions xmlns:md=\"" + SamlNames.METADATA
            + "\"><shibmd:Scope xmlns:shibmd=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"false\">guild.example"
            + "</shibmd:Scope></md:Extensions>";

    private final SamlConnectorFixture fixture = new SamlConnectorFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private UpstreamIdentity identity(Consumer<Draft> change, String... yaml) {
        AuthnOutcome outcome = fixture.login(fixture.connector(yaml), change);
        assertThat(outcome).isInstanceOf(Authenticated.class);
        return ((Authenticated) outcome).identity();
    }

    private UpstreamIdentity identity() {
        return identity(draft -> {});
    }

    @Test
    void attributesBecomeClaims() {
        Claims claims = identity().claims();
        assertThat(claims.first("email")).contains("emmy@guild.example");
        assertThat(claims.first("given_name")).contains("Emmy");
        assertThat(claims.first("family_name")).contains("Noether");
        assertThat(claims.first("name")).contains("Emmy Noether");
        assertThat(claims.first("preferred_username")).contains("emmy");
        assertThat(claims.all("groups")).containsExactly("staff", "mathematics");
        assertThat(claims.isTrue("email_verified")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mail, email",
        "urn:mace:dir:attribute-def:mail, email",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress, email",
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.7, eduPersonEntitlement",
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.11, eduPersonAssurance",
        "https://guild.example/attributes/locker, https://guild.example/attributes/locker",
    })
    void anAttributeHasItsUsualName(String attribute, String claim) {
        assertThat(identity(d -> {
                            d.attributes.clear();
                            d.attributes.put(attribute, List.of("value"));
                        })
                        .claims()
                        .all(claim))
                .containsExactly("value");
    }

    @Test
    void theOperatorSaysWhichAttributesCount() {
        Claims claims = identity(
                        d -> {
                            d.attributes.put("login", List.of("noether"));
                            d.attributes.put("roles", List.of("dean"));
                            d.attributes.put("work-mail", List.of("dean@guild.example"));
                        },
                        "usernameAttribute: login",
                        "groupsAttribute: roles",
                        "emailAttribute: work-mail",
                        "emailsVerified: true")
                .claims();
        assertThat(claims.first("preferred_username")).contains("noether");
        assertThat(claims.all("groups")).containsExactly("dean");
        assertThat(claims.first("email")).contains("dean@guild.example");
        assertThat(claims.isTrue("email_verified")).isTrue();
    }

    @Test
    void aPersistentNameIsTheSubject() {
        assertThat(identity().subject()).isEqualTo("emmy-7f3a");
    }

    @Test
    void aLastingAttributeIsTheSubjectWhereNamesAreTransient() {
        UpstreamIdentity identity = identity(
                d -> {
                    d.nameIdFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
                    d.attributes.put(SUBJECT_ID, List.of("Emmy@Guild.example"));
                },
                "nameIdFormat: transient",
                "subjectAttribute: subject-id");
        assertThat(identity.subject()).isEqualTo("emmy@guild.example");
    }

    @Test
    void aSubjectAttributeHasOneValue() {
        SamlConnector connector = fixture.connector("subjectAttribute: uid");
        String uid = "urn:oid:0.9.2342.19200300.100.1.1";
        assertThat(reason(fixture.login(connector, d -> d.attributes.remove(uid))))
                .isEqualTo("subject-attribute");
        assertThat(reason(fixture.login(connector, d -> d.attributes.put(uid, List.of("emmy", "root")))))
                .isEqualTo("subject-attribute");
    }

    @Test
    void transientNamesAloneAreRefusedInTheConfiguration() {
        assertThatThrownBy(() -> SamlConnectorFixture.config("nameIdFormat: transient"))
                .hasMessageContaining("subjectAttribute");
    }

    @Test
    void anUnspecifiedNameCountsWhereTheOperatorSaysSo() {
        Consumer<Draft> unspecified = d -> d.nameIdFormat = null;
        assertThat(reason(fixture.login(fixture.connector(), unspecified))).isEqualTo("name-id-format");
        assertThat(identity(unspecified, "nameIdFormat: unspecified").subject()).isEqualTo("emmy-7f3a");
    }

    @Test
    void theContextTellsWhenHowAndByWhom() {
        Instant before = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        UpstreamIdentity identity = identity(d -> {
            d.authenticated = before;
            d.authorities.add("https://origin.example");
        });
        assertThat(identity.context().authnInstant()).isEqualTo(before);
        assertThat(identity.context().acr()).contains(SamlNames.PASSWORD);
        assertThat(identity.context().authorities()).containsExactly(fixture.idp.entityId(), "https://origin.example");
    }

    @Test
    void theClassIsToldInTheApplicationsWords() {
        assertThat(identity(d -> {}, "acr: {basic: \"" + SamlNames.PASSWORD + "\"}")
                        .context()
                        .acr())
                .contains("basic");
    }

    @ParameterizedTest(name = "wanted {0}, said {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, urn:campus:mfa, 2",
                "2, urn:campus:mfa, 2",
                "-, 2, -", // their 2 is not ours
                "-, phr, -",
                "-, https://refeds.org/profile/mfa, -",
                "-, urn:unheard-of, -",
                "urn:as-asked, urn:as-asked, urn:as-asked"
            })
    void withATableWhatIsNotInItSaysNothing(String wanted, String said, String expected) {
        Optional<String> acr = said(wanted, said).map(UpstreamIdentity::context).flatMap(AuthnContext::acr);

        assertThat(acr).isEqualTo(Optional.ofNullable(expected));
    }

    /** An application may name any class, and so may who signs in, as it is in an address. */
    @ParameterizedTest
    @ValueSource(strings = {"https://refeds.org/profile/mfa", "urn:ours"})
    void aWordOfTheRealmIsNotPassedOnToWhoHasATable(String word) {
        assertThat(said(word, word).map(UpstreamIdentity::context).flatMap(AuthnContext::acr))
                .isEmpty();
    }

    private Optional<UpstreamIdentity> said(@Nullable String wanted, String contextClass) {
        SamlConnector connector = fixture.connector("acr: {\"2\": urn:campus:mfa, \"urn:ours\": urn:theirs}");
        Trip trip = SamlConnectorFixture.trip(wanted == null ? List.of() : List.of(wanted));
        return fixture.login(connector, trip, draft -> draft.authnContext = contextClass) instanceof Authenticated in
                ? Optional.of(in.identity())
                : Optional.empty();
    }

    @Test
    void theirSessionIsKnownForSigningOut() {
        UpstreamIdentity identity = identity(d -> d.sessionIndex = "_session-1");
        assertThat(identity.upstreamSession().id()).contains("_session-1");
        LogoutHint hint = LogoutHint.of(identity.upstreamSession().logoutHint().orElseThrow())
                .orElseThrow();
        assertThat(hint.value()).isEqualTo("emmy-7f3a");
        assertThat(hint.format()).contains(SamlNames.PERSISTENT);
        assertThat(hint.provider()).isEqualTo(fixture.idp.entityId());
    }

    @Test
    void aForeignScopeIsDroppedAndTheRestIsKept() {
        fixture.idp.publishes = metadata -> metadata.replaceFirst("(<md:IDPSSODescriptor[^>]*>)", "$1" + SCOPE);
        UpstreamIdentity identity = identity(d -> {
            d.attributes.put(EPPN, List.of("emmy@guild.example", "root@elsewhere.example"));
            d.attributes.put(SUBJECT_ID, List.of("root@guild.example@elsewhere.example"));
        });
        assertThat(identity.claims().all("eduPersonPrincipalName")).containsExactly("emmy@guild.example");
        assertThat(identity.claims().all("subject-id")).isEmpty();
    }

    @Test
    void aForeignScopeIsNoSubject() {
        fixture.idp.publishes = metadata -> metadata.replaceFirst("(<md:IDPSSODescriptor[^>]*>)", "$1" + SCOPE);
        assertThat(reason(fixture.login(
                        fixture.connector("subjectAttribute: eduPersonPrincipalName"),
                        d -> d.attributes.put(EPPN, List.of("root@elsewhere.example")))))
                .isEqualTo("subject-attribute");
    }

    @Test
    void aFederationsMembersHaveNamesOfTheirOwnAndMustPublishTheirScopes() {
        UpstreamIdentity identity = fixture.federated(d -> d.attributes.put(EPPN, List.of("emmy@guild.example")));
        assertThat(identity.subject()).isEqualTo(fixture.idp.entityId() + "!emmy-7f3a");
        assertThat(identity.claims().all("eduPersonPrincipalName")).isEmpty();
    }

    /** An entity id is a URI, in which the mark between it and a name may stand. */
    @Test
    void noMemberOfAFederationCanTakeANameOfAnother() throws SamlRefused {
        assertThat(key("https://a", name("c", "b"))).isNotEqualTo(key("https://a!b", name("c", "https://a!b")));
        assertThat(key("https://a", name("b!c", "https://a")))
                .isNotEqualTo(key("https://a!b", name("c", "https://a!b")));
    }

    private static String key(String provider, NameID nameId) {
        Step<String> step = new Subjects(SamlConnectorFixture.federation(), provider).of(nameId, Claims.none());
        return ((Step.Done<String>) step).value();
    }

    private static NameID name(String value, String qualifier) throws SamlRefused {
        OpenSaml openSaml = new OpenSaml();
        String xml = "<saml:NameID xmlns:saml=\"" + SamlNames.ASSERTION + "\" Format=\"" + SamlNames.PERSISTENT
                + "\" NameQualifier=\"" + qualifier + "\">" + value + "</saml:NameID>";
        return new XmlReading(openSaml, new MessageSchema())
                .message(xml.getBytes(StandardCharsets.UTF_8), NameID.class);
    }

    @Test
    void markupInAnAttributeStaysText() {
        assertThat(identity(d -> d.attributes.put("urn:oid:2.5.4.42", List.of("<b>Emmy</b> & co")))
                        .claims()
                        .first("given_name"))
                .contains("<b>Emmy</b> & co");
    }

    @Test
    void aFloodOfAttributesIsCutOff() {
        List<String> many = IntStream.range(0, 1500).mapToObj(i -> "group-" + i).toList();
        assertThat(identity(d -> d.attributes.put("groups", many)).claims().all("groups"))
                .hasSize(1000);
    }
}
