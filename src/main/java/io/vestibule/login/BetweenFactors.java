package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.PendingLogin.Proving;
import io.vestibule.login.PendingLogin.Proving.Proven;
import io.vestibule.login.view.ErrorView.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Opens a login that waits between two factors, for one step of it, and lets it go on. */
@ApplicationScoped
class BetweenFactors {
    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final FlowSeal seal;
    private final HalfProven waiting;
    private final StillVouched vouched;
    private final Directory directory;
    private final Admission admission;
    private final Refusals refusals;
    private final AuditLog audit;

    BetweenFactors(
            LoginFlow flow,
            LoginContexts contexts,
            FlowSeal seal,
            HalfProven waiting,
            StillVouched vouched,
            Directory directory,
            Admission admission,
            Refusals refusals,
            AuditLog audit) {
        this.flow = flow;
        this.contexts = contexts;
        this.seal = seal;
        this.waiting = waiting;
        this.vouched = vouched;
        this.directory = directory;
        this.admission = admission;
        this.refusals = refusals;
        this.audit = audit;
    }

    /** What waits: still untaken. */
    record Halfway(LoginContext context, Proving proving, Proven proven, User user) {}

    interface Step {
        BrowserReply take(Halfway halfway);
    }

    /** Only in the browser that proved the first factor; anything else starts again from the request. */
    BrowserReply during(RealmName realm, String sealed, Visitor visitor, Step step) {
        Optional<Proving> opened = seal.open(realm, "", Proving.class, sealed);
        if (opened.isEmpty()) {
            return flow.lost(realm, visitor, "factor-does-not-open");
        }
        Proving proving = opened.get();
        Optional<LoginContext> known = contexts.of(proving.request());
        if (known.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        LoginContext context = known.get().linking(proving.link());
        Optional<Proven> proven =
                waiting.peek(context, proving, visitor).filter(found -> waiting.holds(context.realm(), found));
        if (proven.isEmpty()
                || context.realm().connector(proven.get().connector()).isEmpty()) {
            return flow.begin(proving.request(), visitor);
        }
        Instant since = Instant.ofEpochMilli(proven.get().since());
        if (!vouched.holds(realm, HalfProven.identity(proven.get()), since)) {
            return over(context, proven.get(), visitor, Kind.SIGNED_OUT_MEANWHILE, StillVouched.NOT_ANY_MORE);
        }
        Optional<User> person = directory.find(realm, proven.get().user());
        if (person.filter(User::enabled)
                .flatMap(User::tokensValidAfter)
                .filter(proven.get().context().authnInstant()::isBefore)
                .isPresent()) {
            return flow.begin(proving.request(), visitor); // what was proven before the password was changed
        }
        return person.filter(User::enabled)
                .map(user -> step.take(new Halfway(
                        context.raising(proven.get().session()).vouched(since), proving, proven.get(), user)))
                .orElseGet(() -> over(context, proven.get(), visitor, Kind.ACCOUNT_REFUSED, "user-disabled"));
    }

    private BrowserReply over(LoginContext context, Proven proven, Visitor visitor, Kind kind, String reason) {
        return refusals.atConnector(
                context, proven.connector(), visitor, flow.retry(context, visitor), kind, new Refusals.Detail(reason));
    }

    /** Takes it, so that of two answers at once one counts, and the other starts again. */
    BrowserReply taking(Halfway halfway, Visitor visitor, Step step) {
        return waiting.take(halfway.context(), halfway.proving())
                .map(taken -> step.take(new Halfway(halfway.context(), halfway.proving(), taken, halfway.user())))
                .orElseGet(() -> flow.begin(halfway.proving().request(), visitor));
    }

    /** Tells the journal that {@code step} was tried in vain. */
    void refused(Halfway halfway, Visitor visitor, String step, String reason) {
        Proven proven = halfway.proven();
        audit.refuse(new Refusal(
                halfway.context().realm().name(),
                Circumstances.from(visitor.address())
                        .at(halfway.context().relyingParty().id())
                        .by(proven.connector())
                        .of(proven.user()),
                step,
                reason));
    }

    /** On with more proven than before. */
    BrowserReply goOn(Halfway taken, AuthnContext more, Visitor visitor) {
        UpstreamIdentity before = HalfProven.identity(taken.proven());
        UpstreamIdentity identity = new UpstreamIdentity(
                before.connector(), before.subject(), before.claims(), more, before.upstreamSession());
        String retry = flow.retry(taken.context(), visitor);
        return admission.admit(taken.context(), identity, taken.user(), retry, visitor);
    }
}
