package io.vestibule.journey;

import io.vestibule.Waiting;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Somebody of the guild who signed in at the desk, which hears of logouts: for tests of other rooms that end the session. */
@ApplicationScoped
public class SignedInElsewhere {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";

    private final House house;
    private final RealmFiles files;
    private @Nullable Arrival arrival;
    private @Nullable BackChannelOfDesk desk;

    SignedInElsewhere(House house, RealmFiles files) {
        this.house = house;
        this.files = files;
    }

    public void signedIn(BiConsumer<SessionId, UserId> part) {
        BackChannelOfDesk opened = new BackChannelOfDesk();
        opened.open();
        desk = opened;
        try (PlainBrowser browser = new PlainBrowser()) {
            files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + opened.address(), () -> {
                Arrival here = house.arrive(browser, Way.OIDC, "emmy", "desk");
                arrival = here;
                part.accept(
                        SessionId.parse(here.claim("sid")).orElseThrow(),
                        UserId.parse(here.claim("sub")).orElseThrow());
            });
        } finally {
            opened.close();
        }
    }

    public boolean isSignedOutAndTheDeskKnows() {
        Arrival here = Objects.requireNonNull(arrival);
        BackChannelOfDesk told = Objects.requireNonNull(desk);
        Waiting.until(() -> told.told(here.claim("sid")) > 0);
        return told.told(here.claim("sid")) == 1
                && house.userinfo(here).getStatusCode() == 401
                && house.refresh("desk", here).getBody().contains("invalid_grant");
    }

    /** Whether the same person gets in now, in another browser. */
    public boolean comesIn() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit end = house.signIn(browser, Way.OIDC, "emmy", house.enter(browser, "desk"));
            return end.address().getPath().equals("/desk/callback")
                    && end.body().contains("id_token");
        }
    }
}
