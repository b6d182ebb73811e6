package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.User;
import io.vestibule.grants.Consents;
import io.vestibule.login.view.ConsentView;
import io.vestibule.realm.RelyingParty.ConsentMode;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a session that is good enough to a proof: asks for consent where it is needed, then lets the protocol prove. */
@ApplicationScoped
class Release {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String KIND = "consent";

    /** For the audit log. */
    static final String NO_ROLE_THERE = "no-role-on-scope";

    /** For the audit log: it stood when the request came. */
    static final String SESSION_ENDED = "session-ended";

    private final Consents consents;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final LoginUrls urls;
    private final Participants participants;
    private final BrowserSessions browserSessions;
    private final Refusals refusals;
    private final ScopeRule scopes;
    private final ScopeChoice choice;
    private final AuditLog audit;
    private final Clock clock;

    Release(
            Consents consents,
            ExpiringRecords records,
            RandomTokens tokens,
            FlowSeal seal,
            LoginUrls urls,
            Participants participants,
            BrowserSessions browserSessions,
            Refusals refusals,
            ScopeRule scopes,
            ScopeChoice choice,
            AuditLog audit,
            Clock clock) {
        this.consents = consents;
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.urls = urls;
        this.participants = participants;
        this.browserSessions = browserSessions;
        this.refusals = refusals;
        this.scopes = scopes;
        this.choice = choice;
        this.audit = audit;
        this.clock = clock;
    }

    /** The session stands and is good enough: prove now, or ask first. */
    BrowserReply release(LoginContext context, Session session, User user, Visitor visitor) {
        return switch (scopes.of(context.request(), user)) {
            case ScopeRule.Ruling.Refused no ->
                refusals.toRelyingParty(context, visitor, Reason.SCOPE_REFUSED, NO_ROLE_THERE);
            case ScopeRule.Ruling.Ask ask ->
                context.request().passive()
                        ? refusals.toRelyingParty(context, visitor, Reason.INTERACTION_REQUIRED, "scope-to-choose")
                        : choice.ask(context, session);
            case ScopeRule.Ruling.Settled settled ->
                releaseScoped(context.asking(settled.request()), session, user, visitor);
        };
    }

    private BrowserReply releaseScoped(LoginContext context, Session session, User user, Visitor visitor) {
        Set<String> toAsk = toAsk(context, user);
        boolean forDevice = context.issuer().waitingDevice(context.request()).isPresent();
        if (toAsk.isEmpty() && !forDevice) {
            return prove(context, session, user, context.request().asks(), visitor);
        }
        if (context.request().passive()) {
            return refusals.toRelyingParty(context, visitor, Reason.CONSENT_REQUIRED, "consent-required");
        }
        String handle = tokens.next();
        PendingLogin.Consenting.Stored stored = new PendingLogin.Consenting.Stored(session.id(), toAsk);
        records.put(KIND, handle, RecordText.write(stored), clock.instant().plus(PATIENCE));
        String flow = seal.seal(context.realm().name(), "", new PendingLogin.Consenting(context.request(), handle));
        return new BrowserReply.Redirect(urls.consent(context.realm().name(), flow));
    }

    /** The stored half of a consent, still waiting. */
    Optional<PendingLogin.Consenting.Stored> waiting(PendingLogin.Consenting consenting) {
        return records.peek(KIND, consenting.handle())
                .map(text -> RecordText.read(text, PendingLogin.Consenting.Stored.class));
    }

    BrowserReply page(
            LoginContext context, String flow, User user, PendingLogin.Consenting.Stored stored, Visitor visitor) {
        Set<String> before = new TreeSet<>(context.request().asks());
        before.removeAll(stored.shown());
        ConsentView view = new ConsentView(
                Optional.of(context.realm().name()),
                context.view(),
                urls.consentAction(context.realm().name()),
                flow,
                user.displayName(),
                user.username(),
                List.copyOf(new TreeSet<>(stored.shown())),
                List.copyOf(before),
                context.issuer()
                        .waitingDevice(context.request())
                        .map(device -> ConsentView.Device.of(device, visitor)));
        return new BrowserReply.Page(200, view, List.of(context.request().replyTo()), List.of());
    }

    /** The person decided. Taken once: a second press finds nothing and starts again. */
    Optional<BrowserReply> decide(
            LoginContext context,
            PendingLogin.Consenting consenting,
            Session session,
            User user,
            boolean allowed,
            Visitor visitor) {
        return records.take(KIND, consenting.handle())
                .map(text -> RecordText.read(text, PendingLogin.Consenting.Stored.class))
                .filter(stored -> stored.session().equals(session.id()))
                .map(stored -> {
                    audit.record(new AuditEvent.ConsentDecided(
                            context.realm().name(), circumstances(context, session, visitor), allowed, stored.shown()));
                    if (!allowed) {
                        return refusals.toRelyingParty(context, visitor, Reason.ACCESS_DENIED, "consent-denied");
                    }
                    remember(context, user, stored.shown());
                    return prove(context, session, user, context.request().asks(), visitor);
                });
    }

    Set<String> toAsk(LoginContext context, User user) {
        Set<String> asks = context.request().asks();
        ConsentMode mode = context.relyingParty().consent();
        if (context.request().demands(Interaction.FORCE_CONSENT) || mode == ConsentMode.ALWAYS) {
            return asks;
        }
        if (mode == ConsentMode.TRUSTED) {
            return Set.of();
        }
        Set<String> fresh = new TreeSet<>(asks);
        fresh.removeAll(consents.agreed(
                context.realm().name(), user.id(), context.relyingParty().id()));
        return fresh;
    }

    private void remember(LoginContext context, User user, Set<String> shown) {
        if (context.relyingParty().consent() == ConsentMode.REMEMBERED) {
            consents.agree(
                    context.realm().name(), user.id(), context.relyingParty().id(), shown);
        }
    }

    private BrowserReply prove(LoginContext context, Session session, User user, Set<String> agreed, Visitor visitor) {
        Optional<Authentication> who = authenticated(context, session, user, agreed);
        Optional<BrowserReply> reply = who.map(one -> context.issuer().prove(context.request(), one));
        if (reply.isEmpty() || !stillIn(context, session, who.get())) {
            return refusals.toRelyingParty(context, visitor, Reason.LOGIN_REQUIRED, SESSION_ENDED);
        }
        audit.record(new AuditEvent.ProofIssued(
                context.realm().name(),
                circumstances(context, session, visitor),
                context.issuer().protocol(),
                "browser"));
        return context.issuer().isWatched(context.request())
                ? reply.get().with(List.of(browserSessions.marked(context.realm(), session, visitor)))
                : reply.get();
    }

    /**
     * A proof that nobody brings back here first is made by now and has not left. Whoever ends the session, or this part in it,
     * from here on finds the part in the store and tells the relying party; what was ended before, on whatever node, is over.
     */
    private boolean stillIn(LoginContext context, Session session, Authentication who) {
        return !context.issuer().provesAtOnce()
                || participants.contains(
                        session.id(),
                        context.issuer().protocol(),
                        context.relyingParty().id())
                || joined(context, session, who);
    }

    private boolean joined(LoginContext context, Session session, Authentication who) {
        return participants.join(
                session.id(),
                context.issuer().protocol(),
                context.relyingParty().id(),
                context.issuer().participation(context.request(), who));
    }

    /** The request as it can be answered without a question; nothing when it takes one, or has no answer. */
    Optional<LoginContext> settled(LoginContext context, User user) {
        return scopes.of(context.request(), user) instanceof ScopeRule.Ruling.Settled settled
                ? Optional.of(context.asking(settled.request()))
                : Optional.empty();
    }

    /** What the proof is made from; the relying party takes part in the session from here on. Nothing when that has ended. */
    Optional<Authentication> authenticated(LoginContext context, Session session, User user, Set<String> agreed) {
        Authentication authentication = new Authentication(
                user.subject(),
                user.everything(),
                user.groups(),
                Assurance.told(
                        context.realm(), session.context(), context.request().context()),
                session.connector(),
                session.upstreamSubject(),
                agreed,
                scopes.granted(context.request(), user),
                session.ref(),
                Optional.of(session.expiresAt()));
        return Optional.of(authentication).filter(who -> joined(context, session, who));
    }

    static Circumstances circumstances(LoginContext context, Session session, Visitor visitor) {
        return Circumstances.from(visitor.address())
                .at(context.relyingParty().id())
                .by(session.connector())
                .of(session.user())
                .in(session.id());
    }
}
