package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.PasswordRecovery;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.login.ResetLinks.Meant;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.NewPasswordView.Problem;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.login.view.ResetView;
import io.vestibule.mail.MailPolicy;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The link of a letter: a new password in place of a forgotten one, in whatever browser the letter is read. It signs nobody in:
 * in the browser that the letter was asked for in the login goes on from its beginning, with the second factor where one is
 * asked for.
 */
@ApplicationScoped
public class ResetStep {
    private static final String STEP = "password-reset";

    private final Realms realms;
    private final ResetLinks links;
    private final PasswordRecovery recovery;
    private final FlowSeal seal;
    private final LoginContexts contexts;
    private final BrowserBinding binding;
    private final BaseUrl base;
    private final LoginUrls urls;
    private final ErrorPages errors;
    private final AuditLog audit;

    ResetStep(
            Realms realms,
            ResetLinks links,
            PasswordRecovery recovery,
            FlowSeal seal,
            LoginContexts contexts,
            BrowserBinding binding,
            BaseUrl base,
            LoginUrls urls,
            ErrorPages errors,
            AuditLog audit) {
        this.realms = realms;
        this.links = links;
        this.recovery = recovery;
        this.seal = seal;
        this.contexts = contexts;
        this.binding = binding;
        this.base = base;
        this.urls = urls;
        this.errors = errors;
        this.audit = audit;
    }

    /** Changes nothing: programs that look at letters open their links. */
    public BrowserReply page(RealmName realm, String token, Visitor visitor) {
        return during(realm, token, visitor, link -> show(link, visitor, Optional.empty(), false));
    }

    /** The posted form. */
    public BrowserReply submit(RealmName realm, String token, Secret wanted, Secret repeated, Visitor visitor) {
        return during(realm, token, visitor, link -> {
            if (wanted.reveal().isEmpty()) {
                return show(link, visitor, Optional.of(Problem.INCOMPLETE), false);
            }
            return wanted.equals(repeated)
                    ? reset(link, wanted, visitor)
                    : show(link, visitor, Optional.of(Problem.NOT_REPEATED), false);
        });
    }

    /** A link that is good. */
    private record Link(Realm realm, String token, User user, Meant meant) {}

    private interface Step {
        BrowserReply take(Link link);
    }

    private BrowserReply during(RealmName name, String token, Visitor visitor, Step step) {
        Optional<Realm> realm = realms.find(name).filter(MailPolicy::resets).filter(ResetStep::passwordsOpenSomething);
        if (realm.isEmpty()) {
            return refused(name, visitor, Kind.NOT_FOUND, "no-resets-here");
        }
        Optional<Meant> meant = links.peek(name, token);
        Optional<Link> link = meant.flatMap(one -> recovery.stillGood(realm.get(), one.user(), one.mark())
                .map(user -> new Link(realm.get(), token, user, one)));
        if (link.isEmpty()) {
            return refused(
                    name, visitor, Kind.LINK_OVER, meant.isPresent() ? "link-void" : "link-unknown-used-or-expired");
        }
        return step.take(link.get());
    }

    /** While the connector of our own people is off, their passwords do not change over mail either. */
    private static boolean passwordsOpenSomething(Realm realm) {
        return realm.connectors().keySet().stream().anyMatch(id -> Methods.byPassword(realm, id));
    }

    private BrowserReply reset(Link link, Secret wanted, Visitor visitor) {
        PasswordChange outcome =
                recovery.reset(link.realm(), link.user(), link.meant().mark(), wanted, () -> links.use(link.token()));
        Circumstances about =
                Circumstances.from(visitor.address()).of(link.user().id());
        if (outcome instanceof PasswordChange.Changed) {
            audit.record(new AuditEvent.UserChanged(link.realm().name(), about, "password-reset"));
            return show(link, visitor, Optional.empty(), true);
        }
        Optional<Problem> problem = Problem.of(outcome);
        if (problem.isEmpty()) { // the link itself is over
            return refused(link.realm().name(), visitor, Kind.LINK_OVER, "link-used");
        }
        String word = problem.get().name().toLowerCase(Locale.ROOT).replace('_', '-');
        audit.refuse(new Refusal(link.realm().name(), about, STEP, "new-password-" + word));
        return show(link, visitor, problem, false);
    }

    private BrowserReply show(Link link, Visitor visitor, Optional<Problem> problem, boolean done) {
        RealmName realm = link.realm().name();
        PasswordPolicy policy = link.realm().passwords();
        Optional<PendingLogin.Choosing> begun =
                seal.open(realm, "", PendingLogin.Choosing.class, link.meant().flow());
        Optional<RelyingPartyView> party =
                begun.flatMap(choosing -> contexts.of(choosing.request())).map(LoginContext::view);
        boolean here = begun.filter(choosing -> binding.matches(choosing.browser(), visitor))
                .isPresent();
        ResetView view = new ResetView(
                Optional.of(realm),
                party,
                urls.resetAction(realm),
                link.token(),
                link.user().username(),
                policy.minimumLength(),
                policy.patternDescription(),
                policy.uniqueLast(),
                problem,
                done,
                here ? urls.choose(realm, link.meant().flow()) : elsewhere(realm, party));
        return new BrowserReply.Page(
                problem.map(one -> one == Problem.BUSY ? 503 : 400).orElse(200), view, List.of(), List.of());
    }

    /** Another browser knows nothing of what the application asked for in the first: there the person begins anew. */
    private URI elsewhere(RealmName realm, Optional<RelyingPartyView> party) {
        return party.flatMap(RelyingPartyView::home).orElseGet(() -> base.issuer(realm));
    }

    private BrowserReply refused(RealmName realm, Visitor visitor, Kind kind, String reason) {
        return errors.page(
                kind,
                new Refusal(realm, Circumstances.from(visitor.address()), STEP, reason),
                Optional.empty(),
                Optional.empty());
    }
}
