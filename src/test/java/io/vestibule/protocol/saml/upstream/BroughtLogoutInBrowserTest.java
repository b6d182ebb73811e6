package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.GuildSignOut.PARTIAL;
import static io.vestibule.protocol.saml.upstream.GuildSignOut.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToySignOut;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An identity provider on another site signs somebody out by a real Chromium, with and without JavaScript. */
@QuarkusTest
@Tag("browser")
@TestProfile(LodgeProfile.class)
class BroughtLogoutInBrowserTest {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration MARGIN = Duration.ofSeconds(3); // two cores, and everything else on them
    private static final String EMMY = "emmy-7f3a";

    private static ChromiumBrowser browser;

    @Inject
    BaseUrl base;

    @Inject
    RealmFiles files;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private GuildSignOut guild;
    private HttpServer elsewhere;
    private volatile String page = "";
    private String index = "";

    @BeforeAll
    static void launch() {
        browser = ChromiumBrowser.launch();
    }

    @AfterAll
    static void shut() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        guild = new GuildSignOut(base, port, files);
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            try (exchange) {
                byte[] html = ("<!doctype html><title>Guild</title>" + page).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
            }
        });
        elsewhere.start();
        assertThat(base.value().getHost()).isEqualTo("localhost"); // and they are at 127.0.0.1: two sites
    }

    @AfterEach
    void close() {
        elsewhere.stop(0);
        guild.close();
    }

    private BrowserContext person(boolean script) {
        return script ? browser.person() : browser.personWithoutJavaScript();
    }

    private Page signedInAtBoth(BrowserContext person, boolean script) {
        index = Draft.newId();
        String made = index;
        guild.idp.says = draft -> {
            draft.nameId = EMMY;
            draft.sessionIndex = made;
        };
        Page at = person.newPage();
        at.navigate(guild.at("/sign-in").toString());
        at.locator("a[href*='/login/with/guild?']").click();
        Locator home = at.getByText("Sign out").first();
        Locator message = at.locator("form:has([name=SAMLRequest], [name=SAMLResponse]) button");
        while (!script && !isThere(home, message)) {
            message.click(); // forms go by a click
        }
        home.waitFor();
        at.navigate(guild.boothDoor().toString());
        if (!script) {
            at.locator("#auto-post button").click();
        }
        at.waitForURL(address -> address.startsWith(guild.booth.at("/acs").toString()));
        at.navigate(guild.tillDoor().toString());
        at.waitForURL(address -> address.contains("/back"));
        return at;
    }

    private static boolean isThere(Locator home, Locator message) {
        home.or(message).first().waitFor();
        return home.isVisible();
    }

    private void shows(String html) {
        page = html;
    }

    private String form() {
        String signed = Seal.sign(guild.request(EMMY, index), GuildSignOut.key());
        return "<body onload=\"document.forms[0].submit()\"><form method=post action=\"" + guild.logout()
                + "\"><input type=hidden name=SAMLRequest value=\""
                + Base64.getEncoder().encodeToString(signed.getBytes(StandardCharsets.UTF_8))
                + "\"><button>Sign out at the lodge</button></form>";
    }

    private String link() {
        String there = Xml.escape(guild.redirect(guild.request(EMMY, index)).toString());
        return "<meta http-equiv=refresh content=\"0;url=" + there + "\">";
    }

    private String theirs() {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/signing-out";
    }

    private void signOutAtGuild(Page at, boolean script, String binding) {
        shows(binding.equals("post") ? form() : link());
        at.navigate(theirs(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        if (binding.equals("post") && !script) {
            at.locator("form button").click();
            at.locator("#auto-post button").click();
        }
        at.waitForURL(address -> address.startsWith(guild.idp.at("/slo").toString()));
    }

    private boolean isSignedIn(BrowserContext person) {
        Page home = person.newPage();
        home.navigate(guild.at("").toString());
        return home.locator("body").innerText().contains("Sign out");
    }

    private static boolean hasCookie(BrowserContext person) {
        return person.cookies().stream().anyMatch(cookie -> cookie.name.contains("session-lodge"));
    }

    @ParameterizedTest
    @CsvSource({"redirect, true", "redirect, false", "post, true", "post, false"})
    void bothThatOnlyTheBrowserCanTellAreToldAndTheProviderIsAnswered(String binding, boolean script) {
        guild.withBoothAndTill("redirect", () -> {
            try (BrowserContext person = person(script)) {
                Page at = signedInAtBoth(person, script);
                assertThat(hasCookie(person)).isTrue();
                signOutAtGuild(at, script, binding);
                assertThat(guild.booth.signOut().told()).hasSize(1);
                assertThat(guild.toldAtTill).singleElement().asString().contains("sid=");
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL)); // the till cannot confirm
                assertThat(hasCookie(person)).isFalse();
                assertThat(isSignedIn(person)).isFalse();
            }
        });
    }

    @Test
    void whereEverybodyConfirmsTheAnswerIsSuccessAtOnce() {
        guild.withBoothAndTill("post", () -> {
            try (BrowserContext person = person(true)) {
                Page at = signedInAtBooth(person);
                signOutAtGuild(at, true, "redirect");
                assertThat(guild.booth.signOut().told()).hasSize(1);
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
            }
        });
    }

    private Page signedInAtBooth(BrowserContext person) {
        Page at = person.newPage();
        index = Draft.newId();
        String made = index;
        guild.idp.says = draft -> {
            draft.nameId = EMMY;
            draft.sessionIndex = made;
        };
        at.navigate(guild.boothDoor().toString());
        at.locator("a[href*='/login/with/guild?']").click();
        at.waitForURL(address -> address.startsWith(guild.booth.at("/acs").toString()));
        return at;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverIsSilentHoldsTheProviderNoLongerThanFiveSeconds(boolean script) {
        guild.withBoothAndTill("redirect", () -> {
            try (BrowserContext person = person(script)) {
                Page at = signedInAtBoth(person, script);
                guild.booth.signOut().mood = ToySignOut.Mood.SILENT;
                guild.tillHangs = true;
                long began = System.nanoTime();
                signOutAtGuild(at, script, "redirect");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST.plus(MARGIN));
                assertThat(guild.booth.signOut().told()).hasSize(1);
                assertThat(guild.toldAtTill).hasSize(1);
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
            }
        });
    }

    /** As many providers do it: nobody sees our page there, and the answer leaves all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"redirect", "post"})
    void inAFrameOfTheProvidersTheAnswerLeavesAtOnce(String binding) {
        guild.withBoothAndTill("redirect", () -> {
            try (BrowserContext person = person(true)) {
                Page at = signedInAtBoth(person, true);
                String inside = binding.equals("post") ? form() : link();
                shows("<iframe srcdoc=\"" + Xml.escape(inside) + "\"></iframe>");
                at.navigate(theirs());
                Waiting.until(() -> !guild.answers().isEmpty());
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
                assertThat(guild.booth.signOut().told()).isEmpty();
                assertThat(isSignedIn(person)).isFalse();
            }
        });
    }
}
