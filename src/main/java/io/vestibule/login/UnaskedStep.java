package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.Entrance.Entered;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upstream sent somebody whom no relying party asked for: they end at the realm's portal, signed in. Never beside
 * somebody else who is signed in in this browser, who would go on as the other without noticing (login CSRF, RFC 9700 §4.7).
 */
@ApplicationScoped
class UnaskedStep {
    private final MappedGrants grants;
    private final BrowserSessions browserSessions;
    private final Entrance entrance;
    private final Clock clock;
    private final LastUsed lastUsed;
    private final SecondFactor factor;
    private final ErrorPages errors;
    private final AuditLog audit;
    private final BaseUrl base;

    UnaskedStep(
            MappedGrants grants,
            BrowserSessions browserSessions,
            Entrance entrance,
            Clock clock,
            LastUsed lastUsed,
            SecondFactor factor,
            ErrorPages errors,
            AuditLog audit,
            BaseUrl base) {
        this.grants = grants;
        this.browserSessions = browserSessions;
        this.entrance = entrance;
        this.clock = clock;
        this.lastUsed = lastUsed;
        this.factor = factor;
        this.errors = errors;
        this.audit = audit;
        this.base = base;
    }

    BrowserReply arrived(Realm realm, ConnectorId connector, AuthnOutcome outcome, Visitor visitor) {
        return switch (outcome) {
            case AuthnOutcome.Authenticated(UpstreamIdentity identity) -> admit(realm, identity, visitor);
            case AuthnOutcome.Cancelled cancelled -> new BrowserReply.Redirect(base.issuer(realm.name()));
            case AuthnOutcome.Rejected no ->
                refuse(realm, connector, Kind.UPSTREAM_REJECTED, no.reason(), no.expected(), no.actual(), visitor);
            case AuthnOutcome.Unreachable(String detail) ->
                refuse(realm, connector, Kind.UPSTREAM_UNREACHABLE, "upstream-unreachable", "", detail, visitor);
        };
    }

    private BrowserReply admit(Realm realm, UpstreamIdentity identity, Visitor visitor) {
        Instant came = clock.instant();
        return switch (grants.enter(realm, identity)) {
            case MappedGrants.Entry.Entered entered -> open(realm, identity, entered.user(), came, visitor);
            case MappedGrants.Entry.NoMatch no ->
                refuse(realm, identity.connector(), Kind.NO_RULE_MATCHES, no.reason(), "", "", visitor);
            case MappedGrants.Entry.Refused no ->
                refuse(realm, identity.connector(), Kind.ACCOUNT_REFUSED, no.reason(), "", no.detail(), visitor);
        };
    }

    private BrowserReply open(Realm realm, UpstreamIdentity identity, User user, Instant came, Visitor visitor) {
        SecondFactor.Proof proof = new SecondFactor.Proof(identity.connector(), identity.context());
        if (!(factor.need(realm, proof, user, RequestedContext.any()) instanceof SecondFactor.Need.None)) {
            return refuse( // whoever comes by themselves, from the portal's own page, is asked for the rest
                    realm, identity.connector(), Kind.SECOND_FACTOR_NEEDED, SecondFactor.NEEDED, "", "", visitor);
        }
        List<SignedIn> here = browserSessions.of(realm, visitor);
        Optional<SignedIn> other =
                here.stream().filter(one -> !one.user().id().equals(user.id())).findFirst();
        if (other.isPresent()) {
            return refuse(
                    realm,
                    identity.connector(),
                    Kind.UPSTREAM_REJECTED,
                    "unasked-beside-another",
                    other.get().user().id().toString(),
                    user.id().toString(),
                    visitor);
        }
        return entrance.enter(realm, identity, came, user, visitor)
                .map(entered -> welcomed(realm, identity, user, entered, visitor))
                .orElseGet(() -> refuse(
                        realm,
                        identity.connector(),
                        Kind.SIGNED_OUT_MEANWHILE,
                        StillVouched.NOT_ANY_MORE,
                        "",
                        "",
                        visitor));
    }

    private BrowserReply welcomed(Realm realm, UpstreamIdentity identity, User user, Entered entered, Visitor visitor) {
        audit.record(new AuditEvent.SignedIn(
                realm.name(),
                Circumstances.from(visitor.address())
                        .by(identity.connector())
                        .of(user.id())
                        .in(entered.session().id()),
                identity.subject(),
                identity.context().amr()));
        return new BrowserReply.Redirect(base.issuer(realm.name()))
                .with(List.of(
                        entered.cookie(), lastUsed.remember(realm.name(), identity.connector(), Optional.empty())));
    }

    private BrowserReply refuse(
            Realm realm,
            ConnectorId connector,
            Kind kind,
            String reason,
            String expected,
            String actual,
            Visitor visitor) {
        return errors.page(
                kind,
                new Refusal(
                        realm.name(),
                        Circumstances.from(visitor.address()).by(connector),
                        "unasked",
                        reason,
                        expected,
                        actual),
                Optional.empty(),
                Optional.empty());
    }
}
