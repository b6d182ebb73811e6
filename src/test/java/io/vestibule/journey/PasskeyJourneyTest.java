package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passkeys of a virtual authenticator in a real Chromium: made on the account page, used alone and as a second factor. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class PasskeyJourneyTest {
    private static final String WHO = "grace";
    private static final String NAME = "Grace Hopper";

    /** Instead of the window that no test can press: what is offered in the field is answered by whoever picks it at once. */
    private static final String PICKED = """
            PublicKeyCredential.isConditionalMediationAvailable = async () => true;
            const get = navigator.credentials.get.bind(navigator.credentials);
            navigator.credentials.get = async ({ mediation, ...options }) => {
              await window.asked(String(mediation));
              return get(options);
            };
            """;

    /** A page of somebody else's on this site, with a policy of its own and what browsers have for it (WebAuthn Level 3 §5.1). */
    private static final String BY_API = """
            async api => {
              const formKey = (await (await fetch(api)).json()).formKey;
              const post = (path, body) => fetch(api + path, { method: "POST", body: JSON.stringify(body),
                headers: { "X-CSRF-Token": formKey, "Content-Type": "application/json" } });
              const { publicKey, offer } = await (await post("/factors/passkeys", {})).json();
              const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
              const response = (await navigator.credentials.create({ publicKey: options })).toJSON();
              const made = await post("/factors/passkeys/confirm", { offer, response, label: "by a script" });
              const codes = (await made.json()).recoveryCodes;
              const again = await post("/factors/passkeys/confirm", { offer, response, label: "twice" });
              return `${made.status} ${codes.length} codes, then ${again.status} ${(await again.json()).error}`;
            }""";

    /** Nothing is offered in the field, so that the button is what counts. */
    private static final String BUTTON_ONLY = "PublicKeyCredential.isConditionalMediationAvailable = async () => false";

    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    private Realm realm;
    private User grace;

    @BeforeAll
    static void open() {
        browser = ChromiumBrowser.launch();
    }

    @AfterAll
    static void shut() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void who() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        grace = factors.person(realm, WHO).orElseThrow();
        audit.begin();
    }

    @AfterEach
    void hasNothing() {
        factors.rule(realm, grace, "null");
        factors.reset(realm, grace);
    }

    @Test
    void aPasskeyAloneSignsInAndItsAnswerIsGoodForOnce() {
        try (BrowserContext person = browser.person()) {
            Page page = withAuthenticator(person);
            added(page);
            person.clearCookies();
            List<String> posted = new ArrayList<>();
            page.onRequest(request -> {
                if (request.url().endsWith("/login/passkey")) {
                    posted.add(String.valueOf(request.postData()));
                }
            });
            page.navigate(house.door("desk").toString());
            press(page, "Use a passkey");
            Arrival arrival = arrival(page);
            assertThat(arrival.userinfo("name")).isEqualTo(NAME);
            assertThat(arrival.shown().at("/claims/amr").toString())
                    .contains("hwk", "user", "mfa")
                    .doesNotContain("pwd");
            assertThat(arrival.shown().at("/claims/acr").asText()).isEqualTo("2");

            Map<String, String> form = form(posted.getFirst());
            FormData again = FormData.create();
            form.forEach(again::set);
            var replay = person.request()
                    .post(
                            house.at("/login/passkey").toString(),
                            RequestOptions.create().setForm(again));
            assertThat(replay.status()).as("security case 43: challenge reuse").isEqualTo(403);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().matches("passkey-(challenge-reused|malicious.*)"));
            URI ours = house.server("");
            String response = form.getOrDefault("response", "");
            String flow = form.getOrDefault("flow", "");
            assertThat(factors.elsewhere(URI.create("http://localhost:1"), realm, grace, response, flow))
                    .as("security case 43: wrong origin")
                    .isEqualTo("passkey-bad-origin");
            assertThat(factors.elsewhere(URI.create("https://example.org"), realm, grace, response, flow))
                    .isIn("passkey-bad-origin", "passkey-bad-rp-id");
            assertThat(factors.elsewhere(ours, realm, grace, response, flow + "x"))
                    .as("a challenge of another login")
                    .isEqualTo("passkey-bad-challenge");
        }
    }

    @Test
    void aPasskeyIsMadeOverTheApiOfTheAccountToo() {
        try (BrowserContext person = browser.person(options -> options.setBypassCSP(true))) {
            Page page = withAuthenticator(person);
            page.navigate(house.at("/account").toString());
            password(page);
            page.waitForURL("**/account");
            Object made = page.evaluate(BY_API, house.at("/account/api").toString());
            assertThat(String.valueOf(made)).matches("201 10 codes, then 403 passkey-challenge-reused");
            assertThat(factors.codesLeft(grace)).isEqualTo(10);
            page.navigate(house.at("/account/factors").toString());
            assertThat(page.locator("main").innerText()).contains("by a script");
            person.clearCookies();
            page.navigate(house.door("desk").toString());
            press(page, "Use a passkey");
            assertThat(arrival(page).userinfo("name")).isEqualTo(NAME);
        }
    }

    /** The browser offers passkeys in the field for the name (WebAuthn Level 3 §5.1.4, conditional mediation). */
    @Test
    void aPasskeyThatIsPickedInTheFieldForTheNameSignsIn() {
        try (BrowserContext person = browser.person()) {
            Page page = withAuthenticator(person);
            added(page);
            person.clearCookies();
            List<String> asked = new ArrayList<>();
            person.exposeFunction("asked", mediation -> asked.add(String.valueOf(mediation[0])));
            person.addInitScript(PICKED);
            page.navigate(house.door("desk").toString());
            assertThat(arrival(page).userinfo("name")).isEqualTo(NAME);
            assertThat(asked).as("on load, before anything was pressed").containsExactly("conditional");
        }
    }

    @Test
    void theFieldForTheNameIsOneWherePasskeysAreOffered() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            assertThat(page.locator("#username").getAttribute("autocomplete")).isEqualTo("username webauthn");
        }
    }

    @Test // security case 43
    void aPasskeyWhoseCountGoesBackIsACopy() {
        try (BrowserContext person = browser.person()) {
            Page page = withAuthenticator(person);
            added(page);
            factors.usedElsewhere(realm, grace);
            person.clearCookies();
            page.navigate(house.door("desk").toString());
            press(page, "Use a passkey");
            page.getByRole(AriaRole.ALERT).first().waitFor();
            assertThat(page.locator("#problem").innerText()).contains("did not let you in");
            ChromiumBrowser.assertAccessible(page);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("passkey-malicious-counter-value"));
        }
    }

    @Test
    void rulesThatAreBoundToOurOwnConnectorHoldForAPasskeyAsForAPassword() {
        try (BrowserContext person = browser.person()) {
            Page page = withAuthenticator(person);
            added(page);
            assertThat(aloneUnder("enabled: false", WHO, page, person)).isEqualTo("identity-provider-disabled");
            assertThat(aloneUnder("enabled: true", "nobody-else", page, person)).isEqualTo("no-rule-matches");
            assertThat(aloneUnder("enabled: true", WHO, page, person)).isEmpty();
        }
    }

    /** Why the passkey lets nobody in while a provider on our own connector knows one person; empty when it does. */
    private String aloneUnder(String enabled, String known, Page page, BrowserContext person) {
        String rules = """
                federation:
                  mappings:
                    - id: ours
                      rules:
                        - local: [{ user: { name: "{0}" } }]
                          remote: [{ type: preferred_username }, { type: preferred_username, any_one_of: [%s] }]
                  identityProviders:
                    - { id: local, mapping: ours, %s }

                access:
                """.formatted(known, enabled);
        person.clearCookies();
        audit.begin();
        files.with("house", "access:\n", rules, () -> {
            page.navigate(house.door("desk").toString());
            press(page, "Use a passkey");
            page.locator("pre, .reference").first().waitFor();
        });
        return page.url().startsWith(house.party("/").toString())
                ? ""
                : audit.all().getLast().path("reason").asText();
    }

    @Test
    void asASecondFactorWhereARuleOrARelyingPartyWantsOne() {
        try (BrowserContext person = browser.person()) {
            Page page = withAuthenticator(person);
            added(page);
            person.clearCookies();
            factors.rule(realm, grace, "[[\"password\",\"passkey\"]]");
            page.navigate(house.at("/account").toString());
            password(page);
            page.waitForURL("**/login/factor**");
            ChromiumBrowser.screenshot(page, "journey-factor-passkey");
            ChromiumBrowser.assertAccessible(page);
            press(page, "Use a passkey");
            page.waitForURL("**/account");
            String phishingResistant = "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"phr\"}}}";
            page.navigate(house.door("desk", "claims", phishingResistant).toString());
            Arrival arrival = arrival(page);
            assertThat(arrival.shown().at("/claims/acr").asText()).isEqualTo("phr");
            assertThat(arrival.shown().at("/claims/amr").toString()).contains("pwd", "hwk", "mfa");
        }
    }

    @Test
    void whoCancelsIsToldAndMayTryAgain() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            CDPSession devices = person.newCDPSession(page);
            devices.send("WebAuthn.enable");
            page.navigate(house.door("desk").toString());
            page.evaluate(
                    "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }");
            press(page, "Use a passkey");
            page.locator("[data-trouble]").waitFor();
            assertThat(page.locator("[data-trouble]").innerText()).contains("No passkey was used");
            ChromiumBrowser.assertAccessible(page);
        }
    }

    /** Signs in with the password and makes a passkey. */
    private void added(Page page) {
        page.navigate(house.at("/account/passkey").toString());
        password(page);
        page.waitForURL("**/account/passkey");
        ChromiumBrowser.screenshot(page, "journey-passkey-add");
        ChromiumBrowser.assertAccessible(page);
        page.getByLabel("Name (optional)").fill("my laptop");
        press(page, "Add a passkey");
        page.locator(".codes").waitFor();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("I have kept them"))
                .click();
        assertThat(page.locator("main").innerText()).contains("my laptop", "The passkey was added");
        ChromiumBrowser.screenshot(page, "journey-factors");
        ChromiumBrowser.assertAccessible(page);
    }

    private static Page withAuthenticator(BrowserContext person) {
        person.addInitScript(BUTTON_ONLY);
        Page page = person.newPage();
        CDPSession devices = person.newCDPSession(page);
        devices.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject authenticator = new JsonObject();
        authenticator.add("options", options);
        devices.send("WebAuthn.addVirtualAuthenticator", authenticator);
        return page;
    }

    private Arrival arrival(Page page) {
        page.waitForURL(address -> address.startsWith(house.party("/").toString()));
        return Arrival.at(page.locator("pre").innerText(), List.of());
    }

    private void password(Page page) {
        page.locator("#username").fill(WHO);
        page.locator("#password").fill(WHO + "-password-1");
        press(page, "Sign in");
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
