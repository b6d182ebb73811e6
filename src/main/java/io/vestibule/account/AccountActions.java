package io.vestibule.account;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MergeOutcome;
import io.vestibule.directory.Merged;
import io.vestibule.directory.Merging;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.grants.Consents;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.KnownBrowsers;
import io.vestibule.logout.ApplicationLogout;
import io.vestibule.logout.EndedUnseen;
import io.vestibule.logout.LogoutReport;
import io.vestibule.logout.WithdrawnConsents;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a person changes in their own account. Whoever calls has made sure that it is they who ask. */
@ApplicationScoped
public class AccountActions {
    private static final String REASON = "person";

    private final Sessions sessions;
    private final BrowserSessions browserSessions;
    private final KnownBrowsers known;
    private final EndedUnseen unseen;
    private final ApplicationLogout applications;
    private final Consents consents;
    private final WithdrawnConsents withdrawn;
    private final Identities identities;
    private final LocalCredentials passwords;
    private final LoginThrottle throttle;
    private final Instance<ApplicationKeys> keys;
    private final Merging merging;
    private final AuditLog audit;

    AccountActions(
            Sessions sessions,
            BrowserSessions browserSessions,
            KnownBrowsers known,
            EndedUnseen unseen,
            ApplicationLogout applications,
            Consents consents,
            WithdrawnConsents withdrawn,
            Identities identities,
            LocalCredentials passwords,
            LoginThrottle throttle,
            @Any Instance<ApplicationKeys> keys,
            Merging merging,
            AuditLog audit) {
        this.sessions = sessions;
        this.browserSessions = browserSessions;
        this.known = known;
        this.unseen = unseen;
        this.applications = applications;
        this.consents = consents;
        this.withdrawn = withdrawn;
        this.identities = identities;
        this.passwords = passwords;
        this.throttle = throttle;
        this.keys = keys;
        this.merging = merging;
        this.audit = audit;
    }

    /** A session of this person. */
    public Optional<Session> session(AccountVisit visit, String id) {
        return SessionId.parse(id)
                .flatMap(wanted -> sessions.ofUser(visit.user().id()).stream()
                        .filter(session -> session.id().equals(wanted))
                        .findFirst());
    }

    /**
     * Signs them out of one application of a session of theirs, and tells it.
     *
     * @return what came of that; none when there is no such session, or the application has no part in it
     */
    public Optional<LogoutReport> leave(AccountVisit visit, String session, String application, Visitor visitor) {
        RealmName realm = visit.realm().name();
        return session(visit, session)
                .flatMap(found -> applications
                        .find(realm, found.id(), application)
                        .map(one -> applications.end(
                                realm, found.ref(), one, REASON, Circumstances.from(visitor.address()))));
    }

    /** Ends one session of this person and tells everyone who took part in it; nothing when they have none of that id. */
    public Optional<LogoutReport> endSession(AccountVisit visit, String id, Visitor visitor) {
        return session(visit, id)
                .flatMap(session ->
                        end(visit, List.of(session), visitor).stream().findFirst());
    }

    /** Ends every session of this person but the one that asks; what came of each. */
    public Collection<LogoutReport> endOtherSessions(AccountVisit visit, Visitor visitor) {
        return end(visit, otherSessions(visit), visitor);
    }

    /** Every session of this person but the one that asks. */
    public List<Session> otherSessions(AccountVisit visit) {
        return sessions.ofUser(visit.user().id()).stream()
                .filter(session -> visit.session().filter(session.id()::equals).isEmpty())
                .toList();
    }

    private Collection<LogoutReport> end(AccountVisit visit, List<Session> over, Visitor visitor) {
        return unseen.end(visit.realm(), over, REASON, Circumstances.from(visitor.address()))
                .values();
    }

    /** Undoes the link to an account elsewhere; other sessions that began by it end. */
    public LinkOutcome unlink(AccountVisit visit, String connector, String subject, Visitor visitor) {
        if (!ConnectorId.isValid(connector)) {
            return new LinkOutcome.Unknown();
        }
        ConnectorId id = new ConnectorId(connector);
        Circumstances from = Circumstances.from(visitor.address());
        LinkOutcome outcome = identities.unlink(
                visit.realm(),
                visit.user().id(),
                id,
                subject,
                visit.session().map(from::in).orElse(from));
        if (!(outcome instanceof LinkOutcome.Done)) {
            audit.refuse(new Refusal(
                    visit.realm().name(),
                    from.of(visit.user().id()),
                    "unlink",
                    outcome instanceof LinkOutcome.LastWayIn ? "last-way-in" : "no-such-link"));
        }
        return outcome;
    }

    /** Two accounts again; this one is signed out everywhere. Nothing when there is no such other one that the person made one with it. */
    public Optional<MergeOutcome> unmerge(AccountVisit visit, String other, Visitor visitor) {
        Circumstances from = Circumstances.from(visitor.address());
        Optional<Merged> meant = UserId.parse(other)
                .flatMap(id -> merging.find(visit.realm().name(), id))
                .filter(Merged::byPerson)
                .filter(one -> one.survivor().equals(visit.user().id()));
        if (meant.isEmpty()) {
            audit.refuse(new Refusal(visit.realm().name(), from.of(visit.user().id()), "unmerge", "no-such-merge"));
        }
        return meant.map(one -> merging.undo(
                visit.realm(), one.merged(), visit.session().map(from::in).orElse(from)));
    }

    /** Takes back what was agreed with an application, and everything that it holds because of it. */
    public boolean withdraw(AccountVisit visit, String relyingParty, Visitor visitor) {
        Optional<RelyingPartyId> agreed = consents
                .of(visit.realm().name(), visit.user().id())
                .stream()
                .map(Consents.Agreed::relyingParty)
                .filter(id -> id.value().equals(relyingParty))
                .findFirst();
        agreed.ifPresent(id -> {
            withdrawn.withdraw(visit.realm().name(), visit.user().id(), id, Circumstances.from(visitor.address()));
            Circumstances where =
                    Circumstances.from(visitor.address()).of(visit.user().id());
            boolean declared = visit.realm().relyingParties().containsKey(id); // it labels a metric
            audit.record(new AuditEvent.GrantRevoked(
                    visit.realm().name(), declared ? where.at(id) : where, "consent-withdrawn"));
        });
        return agreed.isPresent();
    }

    /** Takes back a credential that the person made for a program. */
    public boolean removeKey(AccountVisit visit, String id, Visitor visitor) {
        boolean removed = keys.stream().anyMatch(some -> some.remove(visit.realm(), visit.user(), id));
        if (removed) {
            audit.record(new AuditEvent.GrantRevoked(
                    visit.realm().name(),
                    Circumstances.from(visitor.address()).of(visit.user().id()),
                    "application-credential-removed"));
        }
        return removed;
    }

    /**
     * What came of a new password.
     *
     * @param cookie of the session that this browser goes on with: the password ended every one that began before it
     */
    public record NewPassword(PasswordChange outcome, List<BrowserCookie> cookies) {}

    /** The present password proves once more who asks: a browser left open is not enough. May block. */
    public NewPassword changePassword(AccountVisit visit, Secret present, Secret wanted, Visitor visitor) {
        if (!throttle.mayTry(visitor.address())) {
            refuse(visit, visitor, "address-throttled");
            return new NewPassword(new PasswordChange.NotProven(new PasswordCheck.Throttled()), List.of());
        }
        // A token's owner need not be whose session the same browser has: theirs alone goes on.
        Optional<SignedIn> here = browserSessions
                .current(visit.realm(), visitor)
                .filter(one ->
                        visit.session().filter(one.session().id()::equals).isPresent());
        List<Session> before = sessions.ofUser(visit.user().id());
        PasswordChange outcome = passwords.change(visit.realm(), visit.user().id(), present, wanted);
        if (outcome instanceof PasswordChange.NotProven) {
            throttle.failed(visitor.address());
        }
        if (!(outcome instanceof PasswordChange.Changed)) {
            refuse(visit, visitor, word(outcome));
            return new NewPassword(outcome, List.of());
        }
        end(visit, before, visitor);
        return new NewPassword(
                outcome,
                here.map(one -> List.of(
                                browserSessions.reopen(visit.realm(), one, visitor),
                                known.remember(visit.user(), visitor)))
                        .orElse(List.of()));
    }

    private void refuse(AccountVisit visit, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                visit.realm().name(),
                Circumstances.from(visitor.address()).of(visit.user().id()),
                "account-password",
                reason));
    }

    private static String word(PasswordChange outcome) {
        return switch (outcome) {
            case PasswordChange.NotProven(PasswordCheck.Wrong(String reason)) -> reason;
            case PasswordChange.NotProven throttled -> "name-throttled";
            case PasswordChange.UnknownUser gone -> "unknown-name";
            case PasswordChange.TooShort no -> "new-password-too-short";
            case PasswordChange.NotAsWanted no -> "new-password-not-as-wanted";
            case PasswordChange.UsedBefore no -> "new-password-used-before";
            case PasswordChange.TooSoon no -> "new-password-too-soon";
            case PasswordChange.OnlyByAdministrators no -> "new-password-only-by-administrators";
            case PasswordChange.Unusable no -> "new-password-unusable";
            case PasswordChange.Busy busy -> "busy";
            case PasswordChange.Changed changed -> "changed";
        };
    }
}
