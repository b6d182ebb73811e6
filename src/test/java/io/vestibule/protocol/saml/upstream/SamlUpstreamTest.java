package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in through a SAML identity provider, over real HTTP and a real database. */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class SamlUpstreamTest {
    private static final ToyKey KEY = ToyKey.rsa("guild");
    private static final String SESSION = "vestibule-session-lodge";

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final PlainBrowser browser = new PlainBrowser();
    private ToyIdentityProvider idp;

    @BeforeEach
    void open() {
        idp = ToyIdentityProvider.open(port, KEY);
        idp.trusts(metadata("lodge", "guild"));
        idp.trusts(metadata("lodge", "open"));
        idp.trusts(metadata("annex", "guild"));
        audit.begin();
    }

    @AfterEach
    void close() {
        browser.close();
        idp.close();
    }

    private URI metadata(String realm, String connector) {
        return base.resolve("/realms/" + realm + "/connectors/" + connector + "/metadata");
    }

    private URI consumer(String realm, String connector) {
        return base.resolve("/realms/" + realm + "/login/from/" + connector);
    }

    /** From the realm's page to its connector and back. */
    private Visit signIn(String connector) {
        Visit picker = browser.open(base.resolve("/realms/lodge/sign-in"));
        String link = picker.html()
                .selectFirst("a[href*=/login/with/" + connector + "?]")
                .absUrl("href");
        return browser.carryOn(browser.open(URI.create(link)));
    }

    @Test
    void aPersonOfTheGuildIsSignedInEncryptedAndWithASignedRequest() {
        Visit home = signIn("guild");
        assertThat(home.status()).as(home.body()).isEqualTo(200);
        assertThat(home.html().text()).contains("Emmy Noether");
        assertThat(idp.lastAsked().verified()).isTrue();
        assertThat(idp.lastAsked().issuer())
                .isEqualTo(metadata("lodge", "guild").toString());
    }

    @Test
    void anArtifactIsResolvedOnTheWay() {
        idp.answer = ToyIdentityProvider.Answer.ARTIFACT;
        assertThat(signIn("guild").html().text()).contains("Emmy Noether");
        assertThat(idp.resolved()).hasSize(1);
        assertThat(SealCheck.verify(
                        idp.resolved().getFirst(), peer("lodge", "guild").signingKeys()))
                .isNotBlank();
    }

    @Test
    void aRefusalIsAPageWithAReferenceAndAnAuditLineAndNoSession() {
        idp.says = draft -> draft.audiences = List.of(List.of("https://elsewhere.example"));
        Visit page = signIn("guild");
        assertThat(page.status()).isEqualTo(400);
        var line = audit.refusal(page.html().selectFirst("#reference").text());
        assertThat(line.path("reason").asText()).isEqualTo("wrong-audience");
        assertThat(line.path("expected").asText())
                .isEqualTo(metadata("lodge", "guild").toString());
        assertThat(line.path("connector").asText()).isEqualTo("guild");
        assertThat(hasSession()).isFalse();
    }

    @Test
    void whoGivesUpOverThereChoosesAgain() {
        idp.says = draft -> draft.status = List.of(
                "urn:oasis:names:tc:SAML:2.0:status:Responder", "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed");
        assertThat(signIn("guild").html().select("a[href*=/login/with/guild?]")).hasSize(1);
    }

    @Test
    void anIdentityProviderThatCannotBeFoundIsSaidToBeOutOfReach() {
        assertThat(signIn("gone").status()).isEqualTo(502);
    }

    @Test
    void metadataSaysEverythingAnIdentityProviderNeeds() {
        PeerMetadata metadata = peer("lodge", "guild");
        assertThat(metadata.entityId()).isEqualTo(metadata("lodge", "guild").toString());
        assertThat(metadata.endpoint("AssertionConsumerService", SamlNames.POST))
                .contains(consumer("lodge", "guild"));
        assertThat(metadata.endpoint("AssertionConsumerService", SamlNames.ARTIFACT))
                .contains(consumer("lodge", "guild"));
        assertThat(metadata.signingKeys()).isNotEmpty();
        assertThat(metadata.encryptionKeys()).isNotEmpty().doesNotContainAnyElementsOf(metadata.signingKeys());
        assertThat(metadata.flag("AuthnRequestsSigned")).isTrue();
        assertThat(metadata.flag("WantAssertionsSigned")).isTrue();
        assertThat(Xml.children(metadata.role(), SamlNames.METADATA, "KeyDescriptor"))
                .allMatch(key -> key.hasAttribute("use"));
        assertThat(metadata.entity().getAttribute("validUntil")).isNotEmpty();
        assertThat(SealCheck.verify(metadata.entity(), metadata.signingKeys())).isNotBlank();
    }

    @Test
    void metadataIsSignedOnceAndKept() {
        assertThat(document("lodge", "guild")).isEqualTo(document("lodge", "guild"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lodge/closed", "lodge/nothing", "nowhere/guild"})
    void thereIsNoMetadataOfWhatIsNotThere(String place) {
        String[] parts = place.split("/");
        assertThat(browser.open(metadata(parts[0], parts[1])).status()).isEqualTo(404);
    }

    @Test
    void whatNobodyAskedForEndsAtThePortalWhereTheOperatorSaysSo() {
        Visit home = browser.carryOn(post("lodge", "open", unasked("lodge", "open")));
        assertThat(home.html().text()).as(home.body()).contains("Emmy Noether");
        assertThat(home.address()).isEqualTo(base.resolve("/realms/lodge"));
    }

    @Test
    void whatNobodyAskedForIsTakenOnce() {
        String answer = unasked("lodge", "open");
        assertThat(browser.carryOn(post("lodge", "open", answer)).status()).isEqualTo(200);
        try (PlainBrowser other = new PlainBrowser()) {
            Visit page = other.carryOn(post(other, "lodge", "open", answer));
            assertThat(page.status()).isEqualTo(400);
            assertThat(reason(page)).isEqualTo("assertion-replayed");
        }
    }

    /** Security case 16. */
    @ParameterizedTest
    @ValueSource(strings = {"lodge/guild", "lodge/closed", "annex/guild"})
    void whatNobodyAskedForIsRefusedElsewhere(String place) {
        String[] parts = place.split("/");
        Visit page = browser.carryOn(post(parts[0], parts[1], unasked(parts[0], parts[1])));
        assertThat(page.status()).isEqualTo(400);
        assertThat(hasSession()).isFalse();
    }

    @Test
    void whatNobodyAskedForAtAnotherTenantIsRefusedHere() {
        Visit page = browser.carryOn(post("lodge", "open", unasked("annex", "guild")));
        assertThat(reason(page)).isEqualTo("wrong-destination");
    }

    /** Login CSRF: the victim would go on as the attacker. */
    @Test
    void whatNobodyAskedForNeverStandsBesideSomebodyElse() {
        assertThat(signIn("guild").html().text()).contains("Emmy Noether");
        idp.says = draft -> draft.nameId = "mallory-1";
        Visit page = browser.carryOn(post("lodge", "open", unasked("lodge", "open")));
        assertThat(reason(page)).isEqualTo("unasked-beside-another");
        assertThat(browser.open(base.resolve("/realms/lodge")).html().text()).contains("Emmy Noether");
    }

    private String unasked(String realm, String connector) {
        Draft draft = idp.draft(
                metadata(realm, connector).toString(),
                consumer(realm, connector).toString(),
                null);
        return idp.answer(draft, Optional.empty());
    }

    private Visit post(String realm, String connector, String response) {
        return post(browser, realm, connector, response);
    }

    /** As a page of somebody else would. */
    private Visit post(PlainBrowser from, String realm, String connector, String response) {
        String form = Map.of(
                        "SAMLResponse", Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)))
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI address = consumer(realm, connector);
        var answer = from.ask(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.ofString(form)));
        return new Visit(address, answer.statusCode(), answer.body(), List.of(address));
    }

    private String reason(Visit page) {
        return audit.refusal(page.html().selectFirst("#reference").text())
                .path("reason")
                .asText();
    }

    private PeerMetadata peer(String realm, String connector) {
        return PeerMetadata.serviceProvider(document(realm, connector));
    }

    private String document(String realm, String connector) {
        Visit visit = browser.open(metadata(realm, connector));
        assertThat(visit.status()).isEqualTo(200);
        return visit.body();
    }

    private boolean hasSession() {
        return browser.cookies().getCookieStore().getCookies().stream()
                .anyMatch(cookie ->
                        cookie.getName().equals(SESSION) && !cookie.getValue().isEmpty());
    }
}
