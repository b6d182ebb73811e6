package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.relyingparty.RequestedContext;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The front door for programs, which bring name and password along (SAML ECP). The policy is that of a person at the page:
 * the same connectors, throttle, directory, factors, consent and demands; only nothing can be asked back.
 */
@ApplicationScoped
public class DirectLogin {
    private static final String STEP = "direct";

    private final LoginContexts contexts;
    private final Picker picker;
    private final LoginThrottle throttle;
    private final MappedGrants grants;
    private final Sessions sessions;
    private final StillVouched vouched;
    private final SecondFactor factor;
    private final Release release;
    private final Refusals refusals;
    private final AuditLog audit;

    DirectLogin(
            LoginContexts contexts,
            Picker picker,
            LoginThrottle throttle,
            MappedGrants grants,
            Sessions sessions,
            StillVouched vouched,
            SecondFactor factor,
            Release release,
            Refusals refusals,
            AuditLog audit) {
        this.contexts = contexts;
        this.picker = picker;
        this.throttle = throttle;
        this.grants = grants;
        this.sessions = sessions;
        this.vouched = vouched;
        this.factor = factor;
        this.release = release;
        this.refusals = refusals;
        this.audit = audit;
    }

    public DirectOutcome authenticate(AuthnRequest request, String username, Secret password, Visitor visitor) {
        LoginContext context = contexts.of(request)
                .orElseThrow(() -> new IllegalStateException("only for relying parties of the realm in force"));
        Optional<PasswordConnector> connector = picker.password(context);
        if (connector.isEmpty()) {
            return refused(context, visitor, Reason.CONTEXT_NOT_MET, "no-password-connector");
        }
        ConnectorId id = connector.get().id();
        if (!throttle.mayTry(visitor.address())) {
            failed(context, id, visitor, "address-throttled");
            return new DirectOutcome.Throttled();
        }
        return switch (connector.get().verify(username.strip(), password)) {
            case AuthnOutcome.Authenticated authenticated -> admit(context, authenticated.identity(), visitor);
            case AuthnOutcome.Rejected rejected -> {
                throttle.failed(visitor.address());
                failed(context, id, visitor, rejected.reason());
                yield rejected.kind() == Rejection.THROTTLED
                        ? new DirectOutcome.Throttled()
                        : new DirectOutcome.BadCredentials();
            }
            case AuthnOutcome.Cancelled cancelled -> new DirectOutcome.BadCredentials();
            case AuthnOutcome.Unreachable unreachable -> {
                failed(context, id, visitor, "upstream-unreachable");
                yield new DirectOutcome.Unreachable();
            }
        };
    }

    private DirectOutcome admit(LoginContext arriving, UpstreamIdentity identity, Visitor visitor) {
        LoginContext context = vouched.noted(arriving);
        return switch (grants.enter(context.realm(), identity)) {
            case MappedGrants.Entry.Entered entered -> admit(context, identity, entered.user(), visitor);
            case MappedGrants.Entry.NoMatch no -> refused(context, visitor, Reason.ACCESS_DENIED, no.reason());
            case MappedGrants.Entry.Refused no -> refused(context, visitor, Reason.ACCESS_DENIED, no.reason());
        };
    }

    private DirectOutcome admit(LoginContext context, UpstreamIdentity identity, User user, Visitor visitor) {
        Optional<Demands.Unmet> unmet = Demands.unmet(context, identity, user);
        if (unmet.isPresent()) {
            return refused(context, visitor, unmet.get().reason(), unmet.get().word());
        }
        SecondFactor.Proof proof = new SecondFactor.Proof(identity.connector(), identity.context());
        if (!(factor.need(context.realm(), proof, user, RequestedContext.any()) instanceof SecondFactor.Need.None)) {
            return refused(context, visitor, Reason.CONTEXT_NOT_MET, SecondFactor.NEEDED);
        }
        if (!release.toAsk(context, user).isEmpty()) {
            return refused(context, visitor, Reason.CONSENT_REQUIRED, "consent-required");
        }
        Optional<LoginContext> scoped = release.settled(context, user);
        if (scoped.isEmpty()) {
            return refused(context, visitor, Reason.SCOPE_REFUSED, Release.NO_ROLE_THERE);
        }
        Optional<Session> opened = vouched.opening(
                context.realm().name(),
                identity,
                context.vouchedAt().orElseThrow(),
                () -> sessions.open(user, identity, context.realm().sessions(), visitor)
                        .session());
        if (opened.isEmpty()) {
            return refused(context, visitor, Reason.LOGIN_REQUIRED, StillVouched.NOT_ANY_MORE);
        }
        Session session = opened.get();
        Circumstances circumstances = Release.circumstances(context, session, visitor);
        audit.record(new AuditEvent.SignedIn(
                context.realm().name(),
                circumstances,
                identity.subject(),
                session.context().amr()));
        Optional<Authentication> who = release.authenticated(
                scoped.get(), session, user, context.request().asks());
        if (who.isEmpty()) {
            return refused(context, visitor, Reason.LOGIN_REQUIRED, Release.SESSION_ENDED);
        }
        audit.record(new AuditEvent.ProofIssued(
                context.realm().name(), circumstances, context.issuer().protocol(), STEP));
        return new DirectOutcome.Proven(who.get());
    }

    private DirectOutcome refused(LoginContext context, Visitor visitor, Reason reason, String word) {
        return new DirectOutcome.Refused(refusals.refusal(context, visitor, reason, word));
    }

    private void failed(LoginContext context, ConnectorId connector, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(connector),
                STEP,
                reason));
    }
}
