package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.directory.Strangers;
import io.vestibule.directory.User;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.Entrance.Entered;
import io.vestibule.login.SecondFactor.Need;
import io.vestibule.login.SecondFactor.Proof;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what a connector vouches for to a session of a user: the one place every proven factor passes. */
@ApplicationScoped
class Admission {
    private final MappedGrants grants;
    private final BrowserSessions browserSessions;
    private final Entrance entrance;
    private final StillVouched vouched;
    private final Connectors connectors;
    private final LastUsed lastUsed;
    private final KnownBrowsers known;
    private final StrangeBrowsers strange;
    private final OrganisationStep organisations;
    private final SecondFactor factor;
    private final HalfProven half;
    private final LinkProofs links;
    private final Release release;
    private final Refusals refusals;
    private final AuditLog audit;

    Admission(
            MappedGrants grants,
            BrowserSessions browserSessions,
            Entrance entrance,
            StillVouched vouched,
            Connectors connectors,
            LastUsed lastUsed,
            KnownBrowsers known,
            StrangeBrowsers strange,
            OrganisationStep organisations,
            SecondFactor factor,
            HalfProven half,
            LinkProofs links,
            Release release,
            Refusals refusals,
            AuditLog audit) {
        this.grants = grants;
        this.browserSessions = browserSessions;
        this.entrance = entrance;
        this.vouched = vouched;
        this.connectors = connectors;
        this.lastUsed = lastUsed;
        this.known = known;
        this.strange = strange;
        this.organisations = organisations;
        this.factor = factor;
        this.half = half;
        this.links = links;
        this.release = release;
        this.refusals = refusals;
        this.audit = audit;
    }

    /** {@code flow} can be tried again when the person may not come in this way. */
    BrowserReply admit(LoginContext arriving, UpstreamIdentity identity, String flow, Visitor visitor) {
        LoginContext context = vouched.noted(arriving);
        if (context.link().filter(LinkHandle::wish).isPresent()) {
            return links.wished(context, identity, visitor); // whose it is, is not the question
        }
        Strangers strangers = context.link().isPresent()
                ? Strangers.LEFT_OUT
                : context.request().passive() ? Strangers.LET_IN : Strangers.ASKED;
        Optional<MappedGrants.Entry> entry = grants.meet(context.realm(), identity, strangers);
        if (entry.isPresent()) {
            return entered(context, identity, entry.get(), flow, visitor);
        }
        return strangers == Strangers.ASKED
                ? links.newcomer(context, identity, visitor)
                : refused(context, identity, visitor, flow, Kind.ACCOUNT_REFUSED, "newcomer-twice", "");
    }

    /** Of a newcomer who was asked, and says that they have no account here. */
    BrowserReply admitApart(LoginContext context, UpstreamIdentity identity, String flow, Visitor visitor) {
        return entered(context, identity, grants.enter(context.realm(), identity), flow, visitor);
    }

    private BrowserReply entered(
            LoginContext context, UpstreamIdentity identity, MappedGrants.Entry entry, String flow, Visitor visitor) {
        return switch (entry) {
            case MappedGrants.Entry.Entered entered
            when isFactorOfAnother(identity, entered.user()) ->
                refused(context, identity, visitor, flow, Kind.ACCOUNT_REFUSED, "passkey-of-another", "");
            case MappedGrants.Entry.Entered entered -> admit(context, identity, entered.user(), flow, visitor);
            case MappedGrants.Entry.NoMatch none ->
                refused(context, identity, visitor, flow, Kind.NO_RULE_MATCHES, none.reason(), "");
            case MappedGrants.Entry.Refused refused ->
                refused(context, identity, visitor, flow, Kind.ACCOUNT_REFUSED, refused.reason(), refused.detail());
        };
    }

    /** Rules that say that one of ours is another of ours make the passkey of the one no factor of the other. */
    private static boolean isFactorOfAnother(UpstreamIdentity identity, User user) {
        return !identity.context().factors().isEmpty()
                && !identity.subject().equals(user.id().toString());
    }

    private BrowserReply refused(
            LoginContext context,
            UpstreamIdentity identity,
            Visitor visitor,
            String flow,
            Kind kind,
            String reason,
            String detail) {
        return refusals.atConnector(
                context, identity.connector(), visitor, flow, kind, new Refusals.Detail(reason, "", detail));
    }

    /** As above, of a user who is known already. */
    BrowserReply admit(LoginContext arriving, UpstreamIdentity identity, User user, String flow, Visitor visitor) {
        LoginContext context = vouched.noted(arriving);
        Optional<Demands.Unmet> other = Demands.otherPerson(context, user);
        if (other.isPresent()) {
            return refused(context, other.get(), visitor);
        }
        Proof proof = new Proof(identity.connector(), identity.context());
        Need need = factor.need(context, proof, user);
        if (context.request().passive() && (need instanceof Need.Ask || need instanceof Need.Enrol)) {
            return refusals.toRelyingParty(context, visitor, Reason.INTERACTION_REQUIRED, SecondFactor.NEEDED);
        }
        return switch (need) {
            case Need.None none ->
                Demands.tooWeak(context, identity)
                        .map(weak -> refused(context, weak, visitor))
                        .orElseGet(() -> enter(context, identity, user, flow, visitor));
            case Need.Ask ask -> half.ask(context, identity, user, visitor);
            case Need.Enrol enrol -> half.enrol(context, identity, user, visitor);
            case Need.Impossible impossible ->
                refusals.atConnector(
                        context,
                        identity.connector(),
                        visitor,
                        flow,
                        Kind.SECOND_FACTOR_NEEDED,
                        new Refusals.Detail(SecondFactor.NEEDED));
        };
    }

    private BrowserReply refused(LoginContext context, Demands.Unmet unmet, Visitor visitor) {
        return refusals.toRelyingParty(context, visitor, unmet.reason(), unmet.word());
    }

    private BrowserReply enter(
            LoginContext context, UpstreamIdentity identity, User user, String flow, Visitor visitor) {
        boolean wasHere = browserSessions.of(context.realm(), visitor).stream()
                .anyMatch(one -> one.user().id().equals(user.id()));
        Optional<Entered> entered = context.raised()
                .map(raised -> entrance.raise(context.realm(), raised, identity, user, visitor))
                .orElseGet(() -> entrance.enter(
                        context.realm(), identity, context.vouchedAt().orElseThrow(), user, visitor));
        if (entered.isEmpty()) {
            return context.raised().isPresent()
                    ? refusals.toRelyingParty(context, visitor, Reason.LOGIN_REQUIRED, Release.SESSION_ENDED)
                    : refused(
                            context, identity, visitor, flow, Kind.SIGNED_OUT_MEANWHILE, StillVouched.NOT_ANY_MORE, "");
        }
        Session session = entered.get().session();
        recordEntry(context, identity, user, session, visitor);
        if (!wasHere && !known.isKnown(user, visitor)) {
            strange.signedIn(context.realm(), user, session, visitor);
        }
        return links.proven(context, session, visitor)
                .orElseGet(() -> release.release(context, session, user, visitor))
                .with(cookies(context, identity, user, entered.get(), visitor));
    }

    private List<BrowserCookie> cookies(
            LoginContext context, UpstreamIdentity identity, User user, Entered entered, Visitor visitor) {
        Session session = entered.session();
        List<BrowserCookie> cookies = new ArrayList<>(List.of(
                entered.cookie(),
                lastUsed.remember(context.realm().name(), session.connector(), organisations.of(context, identity)),
                known.remember(user, visitor)));
        if (tellsInFrames(context, session)) {
            cookies.add(browserSessions.marked(context.realm(), session, visitor));
        }
        return cookies;
    }

    private void recordEntry(
            LoginContext context, UpstreamIdentity identity, User user, Session session, Visitor visitor) {
        audit.record(new AuditEvent.SignedIn(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(session.connector())
                        .of(user.id())
                        .in(session.id()),
                identity.subject(),
                session.context().amr()));
    }

    /** A frame on the provider's site does not bring the cookie of the session. */
    private boolean tellsInFrames(LoginContext context, Session session) {
        return connectors
                .find(context.realm().name(), session.connector())
                .filter(connector -> connector instanceof RedirectConnector upstream && upstream.tellsInFrames())
                .isPresent();
    }
}
