package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.GuildSignOut.PARTIAL;
import static io.vestibule.protocol.saml.upstream.GuildSignOut.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.ToySignOut.Mood;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A LogoutRequest that the browser brings from the identity provider, where others are on sites of their own (decision 0017). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class BroughtLogoutVisitsTest {
    private static final String EMMY = "emmy-7f3a";

    /** Five seconds, and one for two cores and everything else on them. */
    private static final Duration LONGEST = Duration.ofSeconds(6);

    @Inject
    BaseUrl base;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    private final PlainBrowser browser = new PlainBrowser();
    private final String index = Draft.newId();
    private GuildSignOut guild;
    private ToyServiceProvider stall;
    private ToyServiceProvider stand;

    @BeforeEach
    void open() {
        guild = new GuildSignOut(base, port, files);
        guild.idp.says = draft -> {
            draft.nameId = EMMY;
            draft.sessionIndex = index;
        };
        stall = ToyServiceProvider.onAnotherSite(ToyKey.rsa("stall"), guild.at("/saml/metadata"));
        stand = ToyServiceProvider.onAnotherSite(ToyKey.rsa("stand"), guild.at("/saml/metadata"));
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        stand.close();
        stall.close();
        guild.close();
    }

    private void signedInAtBoth(Runnable test) {
        guild.withVisited(List.of(stall, stand), () -> {
            Visit picker = browser.open(guild.at("/sign-in"));
            URI link = URI.create(
                    picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href"));
            browser.carryOn(browser.open(link));
            for (ToyServiceProvider one : List.of(stall, stand)) {
                browser.carryOn(browser.open(one.at("/login?binding=redirect")));
                assertThat(one.signOut().living()).isEqualTo(1);
            }
            test.run();
        });
    }

    /** The first page of ours that the browser sees. */
    private Visit brought() {
        return browser.open(guild.redirect(guild.request(EMMY, index)));
    }

    @Test
    void theBrowserVisitsThemInTurnAndTakesTheAnswer() {
        signedInAtBoth(() -> {
            browser.carryOn(brought());
            assertThat(stall.signOut().living() + stand.signOut().living()).isZero();
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS));
        });
    }

    @Test
    void whoSaysNoMakesTheAnswerPartialAndTheOtherIsVisited() {
        signedInAtBoth(() -> {
            stall.signOut().mood = Mood.REFUSING;
            browser.carryOn(brought());
            assertThat(stand.signOut().living()).isZero();
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }

    @Test
    void whereNobodyIsNobodyIsSentAndNoReportHoldsTheProvider() {
        signedInAtBoth(() -> {
            stall.close();
            long began = System.nanoTime();
            browser.carryOn(brought());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
            assertThat(stand.signOut().living()).isZero();
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
        });
    }

    @Test
    void whoIsNotAskedInTimeIsLeftOutAndTheAnswerIsPartial() {
        signedInAtBoth(() -> {
            Visit away = brought();
            assertThat(away.html().select("[data-visit]")).as(away.body()).hasSize(1);
            clock.move(Duration.ofSeconds(6));
            browser.carryOn(
                    browser.open(URI.create(away.address().toString().replace("/logout/visit?", "/logout/on?"))));
            assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
            assertThat(stall.signOut().told()).isEmpty();
            assertThat(stand.signOut().told()).isEmpty();
        });
    }

    /** With script in time; without, the page stays until the person follows its link. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("browser")
    void whoeverIsSilentIsLeft(boolean script) {
        guild.withVisited(List.of(stall, stand), () -> {
            try (ChromiumBrowser chromium = ChromiumBrowser.launch();
                    BrowserContext person = script ? chromium.person() : chromium.personWithoutJavaScript()) {
                Page at = person.newPage();
                enter(at, stall, script, true);
                enter(at, stand, script, false);
                stall.signOut().mood = Mood.SILENT;
                long began = System.nanoTime();
                at.navigate(
                        guild.redirect(guild.request(EMMY, index)).toString(),
                        new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                if (!script) {
                    goOnWhereItHangs(at);
                }
                at.waitForURL(
                        address -> address.startsWith(guild.idp.at("/slo").toString()),
                        new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
                if (script) {
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
                }
                assertThat(stand.signOut().living()).isZero();
                assertThat(guild.answers()).containsExactly(List.of(SUCCESS, PARTIAL));
            }
        });
    }

    /** As its link does; Playwright finds nothing in a page while another is on its way. */
    private static void goOnWhereItHangs(Page at) {
        String visit = at.url();
        assertThat(visit).contains("/logout/visit?round=");
        at.navigate(
                visit.replace("/logout/visit?", "/logout/on?"),
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    }

    private static void enter(Page at, ToyServiceProvider party, boolean script, boolean first) {
        at.navigate(party.at("/login?binding=redirect").toString());
        if (first) {
            at.locator("a[href*='/login/with/guild?']").click();
        }
        while (!script && !at.url().startsWith(party.at("/acs").toString())) {
            at.locator("form:has([name=SAMLRequest], [name=SAMLResponse]) button")
                    .click();
        }
        at.waitForURL(address -> address.startsWith(party.at("/acs").toString()));
    }
}
