package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConfiguredRealms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connector, hundreds of organisations: a person finds theirs without a script, and is sent there. */
@QuarkusTest
@TestProfile(FederationProfile.class)
class FindYourOrganisationTest {
    private static final TestSigner SIGNER = TestSigner.rsa();
    private static final int OTHERS = 300;

    @Inject
    ConfiguredRealms realms;

    @Inject
    BaseUrl base;

    @ConfigProperty(name = "federation.folder", defaultValue = "none")
    Path folder;

    private final PlainBrowser browser = new PlainBrowser();
    private ToyIdentityProvider guild;
    private ToyServiceProvider wiki;

    @BeforeEach
    void federate() throws IOException {
        guild = ToyIdentityProvider.open(0, ToyKey.rsa("guild"));
        guild.publishes = text -> text.replaceFirst(
                "(<md:IDPSSODescriptor[^>]*>)",
                "$1<md:Extensions><shibmd:Scope xmlns:shibmd='" + Names.SHIBMD
                        + "'>guild.example</shibmd:Scope><mdui:UIInfo xmlns:mdui='" + Names.MDUI
                        + "'><mdui:DisplayName xml:lang='en'>Guild of Göttingen</mdui:DisplayName>"
                        + "<mdui:DisplayName xml:lang='de'>Göttinger Gilde</mdui:DisplayName></mdui:UIInfo></md:Extensions>");
        guild.trusts(at("/connectors/federation/metadata"));
        wiki = ToyServiceProvider.open(0, ToyKey.rsa("wiki"), Optional.empty(), at("/saml/metadata"));
        Instant until = Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS);
        String[] members = Stream.concat(
                        Stream.of(guild.metadata().replaceFirst("<\\?xml[^>]*>", "")),
                        Stream.iterate(0, i -> i < OTHERS, i -> i + 1).map(FindYourOrganisationTest::member))
                .toArray(String[]::new);
        String file = "federation-" + guild.base().getPort() + ".xml"; // each test's own, or the copy in force stays
        Files.writeString(
                folder.resolve(file), TestFederation.signed(TestFederation.aggregate(until, members), SIGNER));
        Files.writeString(folder.resolve("federation.pem"), SIGNER.pem());
        Files.writeString(
                folder.resolve("club.yaml"),
                FederationProfile.CLUB
                        + """
                          - id: federation
                            type: saml
                            name: Test Federation
                            config:
                              metadata: { aggregate: %s, signedBy: [federation.pem] }
                        relyingParties:
                          - id: shop
                            name: Shop
                            oidc: { redirectUris: ["https://shop.example/cb"], clientSecrets: [the-secret-of-the-shop-0123] }
                          - id: %s
                            name: Wiki
                            consent: trusted
                            saml:
                              assertionConsumerServices: [{ url: "%s", index: 0, preferred: true }]
                              signingCertificates: ["%s"]
                        """.indent(0).formatted(
                                file,
                                wiki.entityId(),
                                wiki.at("/acs"),
                                wiki.key().certificateText()));
        assertThat(realms.reload()).isEmpty();
    }

    @AfterEach
    void close() {
        browser.close();
        guild.close();
        wiki.close();
    }

    @Test
    void aPersonSearchesAndIsSentToTheirOrganisationAndFindsItFirstTheNextTime() {
        Visit page = search();
        assertThat(page.html().select("h1").text()).isEqualTo("Find your organisation");
        assertThat(page.html().select("ul.choices li"))
                .as("three hundred are not listed")
                .isEmpty();
        assertThat(page.html().select("label[for=organisation]").text()).contains("Name", "e-mail");

        Visit none = browser.submit(page, "form[role=search]", Map.of("q", "quantum chromodynamics"));
        assertThat(none.html().select("[role=status]").text()).contains("quantum chromodynamics");

        Visit found = browser.submit(none, "form[role=search]", Map.of("q", "gottingen gui"));
        assertThat(names(found)).containsExactly("Guild of Göttingen");
        assertThat(found.title()).contains("gottingen gui");
        assertThat(names(browser.submit(found, "form[role=search]", Map.of("q", "emmy@math.guild.example"))))
                .containsExactly("Guild of Göttingen");

        Visit inside = browser.carryOn(browser.open(choice(found, "Guild of Göttingen")));
        assertThat(inside.address()).isEqualTo(at(""));
        assertThat(inside.body()).contains("Emmy Noether");
        assertThat(guild.lastAsked().verified()).isTrue();

        browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("vestibule-session"))
                .toList()
                .forEach(cookie -> browser.cookies().getCookieStore().remove(null, cookie));
        Visit next = browser.open(at("/sign-in"));
        assertThat(next.html().select(".preferred a").text()).contains("Guild of Göttingen");
        assertThat(names(next)).contains("Test Federation");
        Visit straight = browser.carryOn(
                browser.open(URI.create(next.html().selectFirst(".preferred a").absUrl("href"))));
        assertThat(straight.body()).contains("Emmy Noether");
    }

    @Test
    void aLongListIsContinuedByALink() {
        Visit found = browser.submit(search(), "form[role=search]", Map.of("q", "member"));
        assertThat(names(found)).hasSize(20);

        Visit more = browser.click(found, "Show more");

        assertThat(names(more)).hasSize(200);
        assertThat(more.html().select("#organisation").attr("value")).isEqualTo("member");
    }

    @Test
    void namesAreInTheLanguageOfThePersonAsFarAsTheyAreKnown() {
        Visit page = browser.open(URI.create(search().address() + "&lang=de&q=gilde"));

        assertThat(names(page)).containsExactly("Göttinger Gilde");
    }

    @Test
    void anOrganisationThatIsNotOfTheFederationIsNotGoneTo() {
        URI chosen = choice(browser.submit(search(), "form[role=search]", Map.of("q", "guild")), "Guild of Göttingen");
        String other = chosen.toString().replaceFirst("organisation=.*", "organisation=https%3A%2F%2Fevil.example");

        Visit back = browser.open(URI.create(other));

        assertThat(back.html().select("h1").text()).isEqualTo("Find your organisation");
        assertThat(guild.asked()).isEmpty();
    }

    @Test
    void whoIsSentForOneOrganisationGoesThereAtOnce() {
        HttpResponse<String> answer = asked(List.of("https://elsewhere.example", guild.entityId()));

        assertThat(answer.body() + answer.headers().map())
                .contains(guild.at("/sso").toString());
    }

    @Test
    void anApplicationMayHintAtAnOrganisationOrAtADomain() {
        URI hinted = browser.ask(HttpRequest.newBuilder(authorize("idp_hint", guild.entityId()))
                        .GET())
                .headers()
                .firstValue("Location")
                .map(URI::create)
                .orElseThrow();

        assertThat(hinted.toString()).contains("/login/with/federation?").contains("&organisation=");
        Visit door = browser.open(authorize("domain_hint", "member7.example"));
        assertThat(names(browser.click(door, label(door, "Test Federation")))).containsExactly("Member 7 of many");
        assertThat(browser.open(authorize("idp_hint", "https://evil.example"))
                        .html()
                        .select("h1")
                        .text())
                .as("a hint that leads nowhere is no hint")
                .startsWith("Sign in");
    }

    private URI authorize(String hint, String value) {
        return URI.create(at("/authorize")
                + "?response_type=code&scope=openid&client_id=shop&redirect_uri=https%3A%2F%2Fshop.example%2Fcb&" + hint
                + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Test
    void whoIsSentForTwoOrganisationsChoosesBetweenThem() {
        Visit page = visited(List.of(memberId(7), guild.entityId()));

        assertThat(names(page)).containsExactlyInAnyOrder("Member 7 of many", "Guild of Göttingen");
        assertThat(page.html().select("form[role=search]"))
                .as("nothing else to find")
                .isEmpty();
        assertThat(page.html().select("a[href*=organisation]")).hasSize(2);
        String third = choice(page, "Member 7 of many").toString().replace("member7", "member8");
        assertThat(browser.open(URI.create(third)).html().select("ul.choices li"))
                .hasSize(2);
    }

    @Test
    void theOperatorSeesWhatIsInForce() {
        search();

        Visit health = browser.open(URI.create(base.value() + "/q/health/ready"));

        assertThat(health.body()).contains("saml-metadata", "club/federation", "301 entities, valid until");
    }

    private Visit search() {
        Visit picker = browser.open(at("/sign-in"));
        return browser.click(picker, label(picker, "Test Federation"));
    }

    /** The text of a choice's link, with the letters of its tile. */
    private static String label(Visit page, String name) {
        return page.html().select("a.choice").stream()
                .filter(link -> link.select("bdi").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " on\n" + page.body()))
                .text();
    }

    private static URI choice(Visit page, String name) {
        return page.html().select("a.choice").stream()
                .filter(link -> link.select("bdi").text().equals(name))
                .findFirst()
                .map(link -> URI.create(link.absUrl("href")))
                .orElseThrow(() -> new AssertionError("no " + name + " on\n" + page.body()));
    }

    private static List<String> names(Visit page) {
        List<String> names = new ArrayList<>();
        page.html().select("ul.choices bdi").forEach(name -> names.add(name.text()));
        return names;
    }

    private Visit visited(List<String> identityProviders) {
        return browser.open(request(identityProviders));
    }

    /** Follows ours and stops where the identity provider would be asked. */
    private HttpResponse<String> asked(List<String> identityProviders) {
        URI at = request(identityProviders);
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> answer = browser.ask(HttpRequest.newBuilder(at).GET());
            Optional<String> on = answer.headers().firstValue("Location");
            if (on.isEmpty() || on.get().contains(guild.base().toString())) {
                return answer;
            }
            at = at.resolve(on.get());
        }
        throw new AssertionError("no end of redirects");
    }

    private URI request(List<String> identityProviders) {
        AuthnAsk ask = new AuthnAsk(wiki.entityId(), at("/saml/sso").toString());
        ask.identityProviders = identityProviders;
        return URI.create(at("/saml/sso") + "?" + RedirectQuery.signed("SAMLRequest", ask.text(), "state", wiki.key()));
    }

    private URI at(String path) {
        return URI.create(base.value() + "/realms/club" + path);
    }

    private static String memberId(int i) {
        return "https://member" + i + ".example";
    }

    private static String member(int i) {
        return TestFederation.idp(memberId(i), "Member " + i + " of many", "member" + i + ".example", "https://reg");
    }
}
