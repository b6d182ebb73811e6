package io.vestibule.account;

import io.vestibule.directory.Directory;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.Merged;
import io.vestibule.directory.Merging;
import io.vestibule.directory.User;
import io.vestibule.grants.Consents;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.logout.ApplicationLogout;
import io.vestibule.logout.ApplicationLogout.Application;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything that a person is shown of their account, with names where the store has ids. */
@ApplicationScoped
public class AccountOverview {
    private static final int MOST_HAPPENINGS = 50;

    private final Identities identities;
    private final Sessions sessions;
    private final ApplicationLogout applications;
    private final Consents consents;
    private final LocalCredentials passwords;
    private final Instance<ApplicationKeys> keys;
    private final ActivityJournal journal;
    private final Merging merging;
    private final Directory directory;

    AccountOverview(
            Identities identities,
            Sessions sessions,
            ApplicationLogout applications,
            Consents consents,
            LocalCredentials passwords,
            @Any Instance<ApplicationKeys> keys,
            ActivityJournal journal,
            Merging merging,
            Directory directory) {
        this.identities = identities;
        this.sessions = sessions;
        this.applications = applications;
        this.consents = consents;
        this.passwords = passwords;
        this.keys = keys;
        this.journal = journal;
        this.merging = merging;
        this.directory = directory;
    }

    /**
     * A way in through a connector.
     *
     * @param connectorName empty when the connector is not in use any more
     */
    public record Linked(
            String connector, String connectorName, String subject, Instant linkedAt, Instant lastLoginAt) {}

    /**
     * A session of a browser.
     *
     * @param current whether it is the one that asks
     * @param applications those that got a proof from it
     */
    public record Here(
            String id,
            boolean current,
            Device device,
            String address,
            String connectorName,
            Instant startedAt,
            Instant lastUsedAt,
            List<Application> applications) {}

    /** What an application may know and do. */
    public record Consent(String relyingParty, String name, Set<String> items, Instant at) {}

    public List<Linked> identities(AccountVisit visit) {
        return identities.of(visit.realm().name(), visit.user().id()).stream()
                .map(identity -> linked(visit.realm(), identity))
                .toList();
    }

    private static Linked linked(Realm realm, LinkedIdentity identity) {
        return new Linked(
                identity.connector().value(),
                name(realm, identity.connector()),
                identity.subject(),
                identity.linkedAt(),
                identity.lastLoginAt());
    }

    /** The one that asks first. */
    public List<Here> sessions(AccountVisit visit) {
        return sessions.ofUser(visit.user().id()).stream()
                .map(session -> here(visit, session))
                .sorted(Comparator.comparing(one -> !one.current()))
                .toList();
    }

    private Here here(AccountVisit visit, Session session) {
        return new Here(
                session.id().toString(),
                visit.session().filter(session.id()::equals).isPresent(),
                Device.of(session.userAgent()),
                session.address(),
                name(visit.realm(), session.connector()),
                session.createdAt(),
                session.lastUsedAt(),
                applications.in(visit.realm().name(), session.id()));
    }

    public List<Consent> consents(AccountVisit visit) {
        return consents.of(visit.realm().name(), visit.user().id()).stream()
                .map(agreed -> new Consent(
                        agreed.relyingParty().value(),
                        Optional.of(name(visit.realm(), agreed.relyingParty()))
                                .filter(name -> !name.isEmpty())
                                .orElse(agreed.relyingParty().value()),
                        agreed.items(),
                        agreed.at()))
                .toList();
    }

    public List<ApplicationKeys.Key> keys(AccountVisit visit) {
        return keys.stream()
                .flatMap(some -> some.of(visit.realm(), visit.user()).stream())
                .toList();
    }

    /** An account that its owner made one with this one, and may have back for a while. */
    public record Merge(String id, String username, Instant at, Instant undoUntil) {}

    public List<Merge> merges(AccountVisit visit) {
        return merging.into(visit.realm().name(), visit.user().id()).stream()
                .filter(Merged::byPerson)
                .map(one -> new Merge(
                        one.merged().toString(),
                        directory
                                .find(one.realm(), one.merged())
                                .map(User::username)
                                .orElse(""),
                        one.at(),
                        one.undoUntil()))
                .toList();
    }

    /**
     * Some of what happened, latest first.
     *
     * @param earlier the last of them, where more happened before it
     */
    public record Lately(List<Happening> happenings, Optional<UUID> earlier) {}

    /** The latest, or those before one of them. */
    public Lately activity(AccountVisit visit, Optional<UUID> before) {
        List<Happening> found = journal.of(visit, before, MOST_HAPPENINGS + 1);
        List<Happening> shown = found.stream().limit(MOST_HAPPENINGS).toList();
        boolean more = found.size() > shown.size();
        return new Lately(shown, more ? Optional.of(shown.getLast().id()) : Optional.empty());
    }

    /** Whether there is a password that its owner may change here. */
    public boolean hasPassword(AccountVisit visit) {
        return passwords.has(visit.user().id()) && usesPasswords(visit.realm());
    }

    private static boolean usesPasswords(Realm realm) {
        return realm.connectors().values().stream()
                .anyMatch(one -> one.enabled() && one.kind().equals(LocalCredentials.CONNECTOR_KIND));
    }

    /** Nothing for a relying party that is not declared any more, and for our own pages. */
    static String name(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id).map(RelyingParty::displayName).orElse("");
    }

    static String name(Realm realm, ConnectorId id) {
        return realm.connector(id).map(ConnectorDeclaration::displayName).orElse("");
    }
}
