package io.vestibule.audit;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Reference;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** One thing that happened. Texts that came from outside are cut and written as JSON, so they cannot forge a line. */
public sealed interface AuditEvent {
    /** None for what belongs to the whole server. */
    Optional<RealmName> auditRealm();

    Circumstances circumstances();

    /** A person was authenticated by a connector and has a session. */
    record SignedIn(RealmName realm, Circumstances circumstances, String upstreamSubject, Set<String> amr)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** A relying party got its proof. */
    record ProofIssued(RealmName realm, Circumstances circumstances, String protocol, String grant)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * Something was asked for and not given.
     *
     * @param step where: {@code authorize}, {@code login}, {@code arrive}, {@code token}, …
     * @param reason a stable word for machines
     * @param expected what would have been right, and {@code actual} what came; never a credential
     */
    record Refused(
            Optional<RealmName> auditRealm,
            Circumstances circumstances,
            String step,
            String reason,
            String expected,
            String actual,
            Reference reference)
            implements AuditEvent {}

    /** A person decided what a relying party may know. */
    record ConsentDecided(RealmName realm, Circumstances circumstances, boolean given, Set<String> items)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** Tokens given out earlier no longer work. */
    record GrantRevoked(RealmName realm, Circumstances circumstances, String reason) implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** An SSO session is over. */
    record SessionEnded(RealmName realm, Circumstances circumstances, String reason) implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** Somebody signed out of one relying party, in a session that goes on. */
    record ApplicationLeft(RealmName realm, Circumstances circumstances, String reason) implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * A relying party was told that a session is over.
     *
     * @param outcome {@code done}, {@code failed}, {@code unconfirmed}, …
     * @param detail why it failed
     */
    record LogoutTold(RealmName realm, Circumstances circumstances, String protocol, String outcome, String detail)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * A user was made or changed: {@code provisioned}, {@code email-withheld}, {@code locked}, {@code password-set}.
     *
     * @param actor who else did it, where somebody is known: a user's id, or the door they came by
     */
    record UserChanged(RealmName realm, Circumstances circumstances, String what, Optional<String> actor)
            implements AuditEvent {
        public UserChanged(RealmName realm, Circumstances circumstances, String what) {
            this(realm, circumstances, what, Optional.empty());
        }

        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * Two users became one, or two again; told once of each.
     *
     * @param what {@code merged-into-another}, {@code merged-from-another}, {@code merge-undone}
     * @param other with whom
     * @param byPerson whether they did it themselves
     * @param actor who else did it, where somebody is known
     */
    record UsersMerged(
            RealmName realm,
            Circumstances circumstances,
            String what,
            UserId other,
            boolean byPerson,
            Optional<UserId> actor)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * Rules named something at a login that could not be given.
     *
     * @param rulesOf the identity provider
     */
    record GrantSkipped(RealmName realm, Circumstances circumstances, String rulesOf, String what, String why)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * Rules gave something at an earlier login and not at this one, and it stays for a while; or that while is over.
     *
     * @param rulesOf the identity provider
     * @param until when it goes; none when it is gone now
     */
    record GrantKept(RealmName realm, Circumstances circumstances, String rulesOf, String what, Optional<Instant> until)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** Somebody with a right to it made, changed or deleted something through an API: the right's name, and the path of it. */
    record Administered(RealmName realm, Circumstances circumstances, String action, String object)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /**
     * An operator tried a connector, or its rules on saved claims. Nobody was signed in by it.
     *
     * @param circumstances whose session it was, and which connector
     * @param outcome {@code begun}, {@code authenticated}, {@code rules-tried}, …
     * @param upstreamSubject whom the connector vouched for
     */
    record ConnectorTested(RealmName realm, Circumstances circumstances, String outcome, String upstreamSubject)
            implements AuditEvent {
        @Override
        public Optional<RealmName> auditRealm() {
            return Optional.of(realm);
        }
    }

    /** A new configuration is in force, or was refused. */
    record ConfigurationChanged(Optional<RealmName> auditRealm, Circumstances circumstances, String what)
            implements AuditEvent {}
}
