package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.journey.EveryParty.Signed;
import io.vestibule.logout.ExpiredSessions;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.downstream.LogoutOnItsWay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The two realms while sessions end that both take part in. */
@ApplicationScoped
@Tag("saml")
@Tag("keystone")
class HouseAndGuild {
    private static final RealmName GUILD = new RealmName("guild");
    private static final String GUILD_COOKIE = "vestibule-session-guild";

    private final House house;
    private final EveryParty parties;
    private final RealmFiles files;
    private final AuditLines audit;
    private final ListedStatus lists;
    private final Instance<JourneyClock> clock; // there is one in some profiles only
    private final ExpiredSessions expired;
    private final LogoutOnItsWay guild;

    HouseAndGuild(
            House house,
            EveryParty parties,
            RealmFiles files,
            AuditLines audit,
            ListedStatus lists,
            Instance<JourneyClock> clock,
            ExpiredSessions expired,
            LogoutOnItsWay guild) {
        this.house = house;
        this.parties = parties;
        this.files = files;
        this.audit = audit;
        this.lists = lists;
        this.clock = clock;
        this.expired = expired;
        this.guild = guild;
    }

    /** They tell each other and every party, the desk at {@code desk}, until this is closed. */
    RealmFiles.Changed toldAt(BackChannelOfDesk desk) {
        RealmFiles.Changed there = files.changed("guild", text -> EveryParty.guild(text, house));
        RealmFiles.Changed here = files.changed("house", text -> EveryParty.house(text, house, desk));
        return () -> {
            here.close();
            there.close();
        };
    }

    /** With a LogoutRequest that the guild gives the browser; comes back to it with the answer. */
    Visit sentByGuild(Signed signed) {
        return signed.browser()
                .carryOn(signed.browser().open(guild.to(abbey(), GUILD, cookie(signed.browser(), GUILD_COOKIE))));
    }

    /** With one that the guild sends itself; what it is answered. */
    String toldByGuild(Signed signed) {
        URI there = house.at("/login/from/abbey/logout");
        return given().contentType("text/xml")
                .body(guild.soap(abbey(), GUILD, cookie(signed.browser(), GUILD_COOKIE), there))
                .post(there)
                .asString();
    }

    private RelyingPartyId abbey() {
        return new RelyingPartyId(house.at("/connectors/abbey/metadata").toString());
    }

    private static String cookie(PlainBrowser browser, String name) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Nobody's session lasts so long: it is cleared away, and so is everybody else's. */
    void expire() {
        clock.get().move(Duration.ofDays(2));
        expired.clear();
        clock.get().backToNow();
    }

    /** Whoever validates it asks, or looks into a list. */
    void assertEveryProofIsDead(Signed signed) {
        for (String token : signed.listed()) {
            assertThat(lists.isValid(token)).isFalse();
        }
        clock.get().backToNow();
        parties.assertEveryProofIsRefused(signed);
    }

    /** Whom the audit log says was told of this session, and how that went: a protocol and a word. */
    List<String> told(Signed signed) {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("logout-told")
                        && line.path("session").asText().equals(signed.sid()))
                .map(line -> line.path("protocol").asText() + " "
                        + line.path("outcome").asText())
                .toList();
    }
}
