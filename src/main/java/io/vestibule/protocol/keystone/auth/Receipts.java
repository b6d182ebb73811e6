package io.vestibule.protocol.keystone.auth;

import io.vestibule.directory.Directory;
import io.vestibule.directory.Identities;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.LocalDoor;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.User;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.token.FederatedStanding;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.realm.Realm;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What stands for factors already proven until the others are: sealed, of one realm, of one user, for minutes. It keeps every
 * bound of what was proven, or a token that another factor completes would be good for more than the first one was.
 */
@ApplicationScoped
class Receipts {
    private static final String USE = "keystone-receipt-2"; // the first kind kept no bounds

    private final Sealer sealer;
    private final Directory directory;
    private final Identities identities;
    private final Instance<FederatedStanding> standings;
    private final Clock clock;

    Receipts(
            Sealer sealer,
            Directory directory,
            Identities identities,
            Instance<FederatedStanding> standings,
            Clock clock) {
        this.sealer = sealer;
        this.directory = directory;
        this.identities = identities;
        this.standings = standings;
        this.clock = clock;
    }

    /** @param proven so far; all methods are its earlier ones */
    record Receipt(Proven proven, Instant issuedAt, Instant expiresAt) {
        UserId user() {
            return proven.user();
        }

        List<String> methods() {
            return proven.earlier();
        }
    }

    /** A receipt and the text that stands for it. */
    record Written(String text, Receipt receipt) {}

    private record Content(
            UserId user,
            List<String> methods,
            Instant issuedAt,
            Instant expiresAt,
            Optional<Instant> notAfter,
            Optional<String> parentAuditId,
            Optional<String> trust,
            Optional<String> applicationCredential,
            Optional<String> accessToken,
            Optional<Federated> federated,
            Optional<ProjectId> boundTo,
            Optional<ShownIdentity> shown) {
        static Content of(Receipt receipt) {
            Proven proven = receipt.proven();
            return new Content(
                    proven.user(),
                    proven.earlier(),
                    receipt.issuedAt(),
                    receipt.expiresAt(),
                    proven.notAfter(),
                    proven.parentAuditId(),
                    proven.delegation().trust(),
                    proven.delegation().applicationCredential(),
                    proven.delegation().accessToken(),
                    proven.federated(),
                    proven.boundTo().map(Content::project),
                    proven.shown());
        }

        /** Only delegations are bound to anything, and they are of a project. */
        private static ProjectId project(Scope scope) {
            if (scope instanceof Scope.Project(ProjectId id)) {
                return id;
            }
            throw new IllegalStateException("no receipt has room for " + scope);
        }

        Receipt receipt() {
            Proven proven = new Proven(
                    user,
                    methods,
                    notAfter,
                    parentAuditId,
                    new Delegation(trust, applicationCredential, accessToken),
                    federated,
                    boundTo.map(Scope.Project::new),
                    shown);
            return new Receipt(proven, issuedAt, expiresAt);
        }
    }

    Written write(Realm realm, Proven proven) {
        Instant now = clock.instant(); // to the fraction: what was changed in this very second may be before it
        Instant end =
                now.truncatedTo(ChronoUnit.SECONDS).plus(KeystoneRealm.of(realm).receiptLifetime());
        Receipt receipt = new Receipt(proven, now, end);
        return new Written(sealer.seal(realm.name(), USE, RecordText.write(Content.of(receipt))), receipt);
    }

    Optional<Receipt> read(Realm realm, String text) {
        return sealer.open(realm.name(), USE, text)
                .map(opened -> RecordText.read(opened, Content.class).receipt())
                .filter(receipt -> clock.instant().isBefore(receipt.expiresAt()));
    }

    /** What was proven before the password was changed, or a door was shut by which they came, proves nothing any more. */
    boolean isVoid(Realm realm, Receipt receipt) {
        Optional<User> user = directory.find(realm.name(), receipt.user());
        boolean changed = user.flatMap(User::tokensValidAfter)
                .filter(receipt.issuedAt()::isBefore)
                .isPresent();
        boolean shut = receipt.methods().contains(MfaRules.PASSWORD) && !LocalDoor.isOpen(realm);
        boolean fallen = receipt.proven()
                .federated()
                .filter(from -> standings.stream().noneMatch(one -> one.stands(realm, from)))
                .isPresent();
        return user.isEmpty() || changed || shut || fallen || isUnlinked(realm, receipt);
    }

    /** Also where it was linked anew meanwhile: a later link brings nothing back. */
    private boolean isUnlinked(Realm realm, Receipt receipt) {
        return receipt.proven()
                .shown()
                .filter(shown -> identities.of(realm.name(), shown.user()).stream()
                        .filter(link -> shown.way().equals(new Way(link.connector(), link.subject())))
                        .noneMatch(link -> !link.linkedAt()
                                .truncatedTo(ChronoUnit.MILLIS) // the database rounds
                                .isAfter(receipt.issuedAt())))
                .isPresent();
    }
}
