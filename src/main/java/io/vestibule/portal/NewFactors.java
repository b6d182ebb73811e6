package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.Secret;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.OwnFactors.Offer;
import io.vestibule.portal.AccountApiDoor.Entered;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What setting up a second factor over the account's API is made of, whatever the factor. */
@ApplicationScoped
class NewFactors {
    private final AccountApiDoor door;
    private final OwnFactors factors;
    private final BaseUrl base;

    NewFactors(AccountApiDoor door, OwnFactors factors, BaseUrl base) {
        this.door = door;
        this.factors = factors;
        this.base = base;
    }

    /** Nothing is kept of it: whoever comes back with it brings it along. */
    Offer offer(AccountVisit visit) {
        return factors.offer(visit.realm().name(), visit.session().orElseThrow());
    }

    /** Whether there is one to go on with. */
    sealed interface Offered {
        record Good(Offer offer) implements Offered {}

        record Not(Entered.Out why) implements Offered {}
    }

    /** What this very session was offered a short time ago, where all that is needed came along. */
    Offered offered(AccountVisit visit, @Nullable String offer, boolean complete, Visitor visitor) {
        if (offer == null || !complete) {
            return new Offered.Not(door.refuse(visit, visitor, 400, "incomplete", "Something is missing."));
        }
        return visit.session()
                .flatMap(session -> factors.offered(visit.realm().name(), session, offer))
                .<Offered>map(Offered.Good::new)
                .orElseGet(() -> new Offered.Not(door.refuse(
                        visit, visitor, 409, "offer-over", "The offer is too old, or was made to another session.")));
    }

    Map<String, Object> codes(List<Secret> made) {
        return Map.of("recoveryCodes", made.stream().map(Secret::reveal).toList());
    }

    /** As headers. */
    List<String> setCookies(Optional<BrowserCookie> cookie) {
        return cookie.map(one -> SetCookie.of(one, base.secure())).stream().toList();
    }
}
