package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.ApplicationLogout.Application;
import io.vestibule.logout.KeptEnds.Leaving;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Signs a person out of one application of a session in their browser, which goes on. Of several requests for the same one ends that
 * part and tells the application; the others hear what came of it.
 */
@ApplicationScoped
class BrowserLeave {
    private final ApplicationLogout applications;
    private final LogoutPropagation propagation;
    private final BrowserRound round;
    private final KeptEnds ends;
    private final BaseUrl base;

    BrowserLeave(
            ApplicationLogout applications,
            LogoutPropagation propagation,
            BrowserRound round,
            KeptEnds ends,
            BaseUrl base) {
        this.applications = applications;
        this.propagation = propagation;
        this.round = round;
        this.ends = ends;
        this.base = base;
    }

    /**
     * Who wishes it.
     *
     * @param browser the mark of the one that the session is in
     */
    record Wish(Realm realm, LogoutRequest request, String browser, SessionRef session, String application) {
        Leaving leaving() {
            return new Leaving(browser, session.id().toString(), application);
        }
    }

    BrowserReply leave(Wish wish, Circumstances circumstances) {
        Deadline deadline = Deadline.fromNow();
        return applications
                .find(wish.realm().name(), wish.session().id(), wish.application())
                .flatMap(there -> left(wish, there, circumstances))
                .or(() -> ends.left(wish.realm().name(), wish.leaving(), deadline)
                        .map(kept -> kept.askedBy(kept.asker().wishing(wish.request()))))
                .or(() -> asFarAsKnown(wish))
                .map(kept -> round.resume(wish.realm(), kept, deadline))
                .orElseGet(() ->
                        new BrowserReply.Redirect(wish.request().returnTo().orElse(issuer(wish))));
    }

    /** Nothing when somebody else ended that part at this moment. */
    private Optional<Kept> left(Wish wish, Application application, Circumstances circumstances) {
        ends.beginLeaving(wish.realm().name(), wish.leaving());
        LogoutReport told = applications.end(
                wish.realm().name(), wish.session(), application, wish.request().reason(), circumstances);
        if (told.told().isEmpty()) {
            return Optional.empty();
        }
        Kept kept = kept(wish, application.name(), told);
        ends.keepLeft(wish.realm().name(), wish.leaving(), kept);
        return Optional.of(kept);
    }

    /** It has no part any more: what it is still owed is all that is known by now. Nothing of one that is no application. */
    private Optional<Kept> asFarAsKnown(Wish wish) {
        return Optional.of(wish.application())
                .filter(RelyingPartyId::isValid)
                .map(RelyingPartyId::new)
                .flatMap(wish.realm()::relyingParty)
                .map(party -> kept(wish, party.displayName(), stillOwed(wish, party)));
    }

    private LogoutReport stillOwed(Wish wish, RelyingParty party) {
        return new LogoutReport(propagation.stillOwed(wish.session()).told().stream()
                .filter(one -> one.relyingParty().equals(party.id()))
                .toList());
    }

    private Kept kept(Wish wish, String name, LogoutReport told) {
        Asker asker = Asker.of(wish.browser(), wish.request()).ofOnly(Optional.of(name));
        return round.prepare(Farewell.to(asker, wish.realm(), issuer(wish)).after(told), told, List.of());
    }

    private URI issuer(Wish wish) {
        return base.issuer(wish.realm().name());
    }
}
