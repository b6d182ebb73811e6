package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.ScopeName;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.relyingparty.ScopeWish;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where the person wants to act, asked and answered. */
@ApplicationScoped
public class ScopeStep {
    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final FlowSeal seal;
    private final ScopeChoice choice;
    private final Release release;
    private final Refusals refusals;
    private final BrowserSessions browserSessions;

    ScopeStep(
            LoginFlow flow,
            LoginContexts contexts,
            FlowSeal seal,
            ScopeChoice choice,
            Release release,
            Refusals refusals,
            BrowserSessions browserSessions) {
        this.flow = flow;
        this.contexts = contexts;
        this.seal = seal;
        this.choice = choice;
        this.release = release;
        this.refusals = refusals;
        this.browserSessions = browserSessions;
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return waiting(realm, sealed, visitor, (context, scoping, who) -> choice.page(context, sealed, who.user()));
    }

    /** {@code chosen} is believed as little as any other wish: roles are looked up for it again. */
    public BrowserReply decide(RealmName realm, String sealed, String chosen, Visitor visitor) {
        return waiting(realm, sealed, visitor, (context, scoping, who) -> {
            Optional<ScopeName> name = ScopeName.parse(chosen);
            if (choice.take(scoping).isEmpty()) {
                return flow.begin(scoping.request(), visitor);
            }
            return name.map(wanted -> release.release(
                            context.asking(scoping.request().scoped(ScopeWish.named(wanted))),
                            who.session(),
                            who.user(),
                            visitor))
                    .orElseGet(
                            () -> refusals.toRelyingParty(context, visitor, Reason.ACCESS_DENIED, "no-scope-chosen"));
        });
    }

    /** "Not you?" */
    public BrowserReply another(RealmName realm, String sealed, Visitor visitor) {
        return waiting(realm, sealed, visitor, (context, scoping, who) -> flow.another(context, visitor));
    }

    private interface Step {
        BrowserReply take(LoginContext context, PendingLogin.Scoping scoping, SignedIn who);
    }

    /** Only in the browser whose session it is; anything else starts again from the request. */
    private BrowserReply waiting(RealmName realm, String sealed, Visitor visitor, Step step) {
        Optional<PendingLogin.Scoping> opened = seal.open(realm, "", PendingLogin.Scoping.class, sealed);
        if (opened.isEmpty()) {
            return flow.lost(realm, visitor, "scope-does-not-open");
        }
        PendingLogin.Scoping scoping = opened.get();
        Optional<LoginContext> context = contexts.of(scoping.request());
        if (context.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        return choice.waiting(scoping)
                .flatMap(stored -> browserSessions.of(context.get().realm(), visitor).stream()
                        .filter(here -> here.session().id().equals(stored.session()))
                        .findFirst()
                        .map(who -> step.take(context.get(), scoping, who)))
                .orElseGet(() -> flow.begin(scoping.request(), visitor));
    }
}
