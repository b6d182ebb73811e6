package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.login.BrowserSessions.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What the relying party wants, shown and decided. */
@ApplicationScoped
public class ConsentStep {
    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final FlowSeal seal;
    private final Release release;
    private final BrowserSessions browserSessions;

    ConsentStep(
            LoginFlow flow, LoginContexts contexts, FlowSeal seal, Release release, BrowserSessions browserSessions) {
        this.flow = flow;
        this.contexts = contexts;
        this.seal = seal;
        this.release = release;
        this.browserSessions = browserSessions;
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return waiting(
                realm,
                sealed,
                visitor,
                (context, consenting, stored, who) -> release.page(context, sealed, who.user(), stored, visitor));
    }

    public BrowserReply decide(RealmName realm, String sealed, boolean allowed, Visitor visitor) {
        return waiting(
                realm,
                sealed,
                visitor,
                (context, consenting, stored, who) -> release.decide(
                                context, consenting, who.session(), who.user(), allowed, visitor)
                        .orElseGet(() -> flow.begin(consenting.request(), visitor)));
    }

    /** "Not you?" */
    public BrowserReply another(RealmName realm, String sealed, Visitor visitor) {
        return waiting(realm, sealed, visitor, (context, consenting, stored, who) -> flow.another(context, visitor));
    }

    private interface Step {
        BrowserReply take(
                LoginContext context,
                PendingLogin.Consenting consenting,
                PendingLogin.Consenting.Stored stored,
                SignedIn who);
    }

    /** Only in the browser whose session it is; anything else starts again from the request. */
    private BrowserReply waiting(RealmName realm, String sealed, Visitor visitor, Step step) {
        Optional<PendingLogin.Consenting> opened = seal.open(realm, "", PendingLogin.Consenting.class, sealed);
        if (opened.isEmpty()) {
            return flow.lost(realm, visitor, "consent-does-not-open");
        }
        PendingLogin.Consenting consenting = opened.get();
        Optional<LoginContext> context = contexts.of(consenting.request());
        if (context.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        return release.waiting(consenting)
                .flatMap(stored -> browserSessions.of(context.get().realm(), visitor).stream()
                        .filter(here -> here.session().id().equals(stored.session()))
                        .findFirst()
                        .map(who -> step.take(context.get(), consenting, stored, who)))
                .orElseGet(() -> flow.begin(consenting.request(), visitor));
    }
}
