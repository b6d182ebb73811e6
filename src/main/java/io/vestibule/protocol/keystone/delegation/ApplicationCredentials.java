package io.vestibule.protocol.keystone.delegation;

import io.vestibule.directory.GuessedSecrets;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The application credentials of every realm. */
@ApplicationScoped
class ApplicationCredentials {
    private static final String TOPIC = "app-credential";
    private static final int MOST_KEPT = 50_000;
    private static final int SECRET_BYTES = 64;

    private final DelegationRepository rows;
    private final AccessRules rules;
    private final GuessedSecrets guesses;
    private final Changes changes;
    private final Clock clock;
    private final RandomTokens drawn;
    private final SecureRandom random;
    private final FollowedCache<Key, ApplicationCredential> recent;
    private final Semaphore stretching =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    ApplicationCredentials(
            DelegationRepository rows,
            AccessRules rules,
            GuessedSecrets guesses,
            Changes changes,
            Clock clock,
            RandomTokens drawn,
            SecureRandom random) {
        this.rows = rows;
        this.rules = rules;
        this.guesses = guesses;
        this.changes = changes;
        this.clock = clock;
        this.drawn = drawn;
        this.random = random;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(String realm, String id) {}

    /**
     * One to be made.
     *
     * @param secret the user's own, otherwise one is made
     * @param parent the credential it is made with, which it must not outlive
     */
    record Draft(
            UserId user,
            ProjectId project,
            String name,
            Optional<String> description,
            Optional<Secret> secret,
            boolean unrestricted,
            List<RoleId> roles,
            Optional<Instant> expiresAt,
            List<AccessRule> rules,
            Optional<String> parent) {}

    /** A new one with its secret, which is not known later. */
    record Made(ApplicationCredential credential, Secret secret) {}

    void follow(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(changed.realm(), changed.key()));
        }
    }

    /**
     * Whether that is its secret. Stretching takes its turn, so that guesses cannot have the whole machine; too many of them, and
     * the right one does not help for a while.
     */
    boolean matches(Realm realm, ApplicationCredential credential, Secret secret) {
        stretching.acquireUninterruptibly();
        try {
            boolean chosen = credential.secret().isChosen();
            if (chosen && guesses.rests(realm, credential.id())) {
                return false;
            }
            boolean right = credential.secret().matches(secret);
            if (chosen) {
                guesses.shown(realm, credential.id(), right);
            }
            return right;
        } finally {
            stretching.release();
        }
    }

    /** As it is now; without a question to the database while nothing changes. Whether its user lives is not asked. */
    Optional<ApplicationCredential> find(RealmName realm, String id) {
        return recent.find(new Key(realm.value(), id), key -> read(realm, id));
    }

    @Transactional
    Optional<ApplicationCredential> read(RealmName realm, String id) {
        return rows.find(ApplicationCredentialEntity.class, realm.value(), id).map(this::credential);
    }

    @Transactional
    List<ApplicationCredential> of(RealmName realm, UserId user) {
        return rows.all(ApplicationCredentialEntity.class, realm.value(), Map.of("userId", user.value())).stream()
                .map(this::credential)
                .toList();
    }

    Optional<ApplicationCredential> named(RealmName realm, UserId user, String name) {
        return of(realm, user).stream()
                .filter(credential -> credential.name().equals(name))
                .findFirst();
    }

    /** @param most how many the user may have at a time */
    @Transactional
    Made create(RealmName realm, Draft draft, int most) {
        if (rows.applicationCredentialsOf(draft.user()) >= most) {
            throw KeystoneRefused.forbiddenSaying("Unable to create additional application credentials, maximum of "
                            + most + " already exceeded for user.")
                    .because("too-many-application-credentials");
        }
        Secret secret = draft.secret().orElseGet(() -> new Secret(drawn.base64Url(SECRET_BYTES)));
        ApplicationCredentialEntity row = row(realm, draft, secret);
        if (!rows.addUnlessNamed(row)) {
            throw KeystoneRefused.conflict("Conflict occurred attempting to store application_credential - "
                    + "Duplicate entry found with name " + draft.name() + ".");
        }
        for (AccessRule rule : rules.known(realm, draft.user(), draft.rules())) {
            rows.bindRule(realm.value(), row.id, rule.id());
        }
        changes.announce(realm.value(), TOPIC, row.id);
        return new Made(credential(row), secret);
    }

    private ApplicationCredentialEntity row(RealmName realm, Draft draft, Secret secret) {
        ApplicationCredentialEntity row = new ApplicationCredentialEntity();
        row.realm = realm.value();
        row.id = DrawnId.next();
        row.userId = draft.user().value();
        row.projectId = draft.project().value();
        row.name = draft.name();
        row.description = draft.description().orElse(null);
        row.secretHash =
                (draft.secret().isEmpty() ? SecretHash.ofMade(secret) : SecretHash.ofChosen(secret, random)).text();
        row.unrestricted = draft.unrestricted();
        row.roles = HandedOnEntity.joined(draft.roles());
        row.createdAt = clock.instant();
        row.expiresAt = draft.expiresAt().orElse(null);
        row.parentId = draft.parent().orElse(null);
        return row;
    }

    /** And what was made with it. */
    @Transactional
    void delete(RealmName realm, String id) {
        ApplicationCredentialEntity row = rows.find(ApplicationCredentialEntity.class, realm.value(), id)
                .orElseThrow(() -> KeystoneRefused.notFound("Application Credential", id));
        for (ApplicationCredentialEntity child :
                rows.all(ApplicationCredentialEntity.class, realm.value(), Map.of("parentId", id))) {
            delete(realm, child.id);
        }
        rows.remove(row);
        rows.settle();
        changes.announce(realm.value(), TOPIC, id);
    }

    /** It is another user's now. */
    void handedOver(RealmName realm, String id) {
        changes.announce(realm.value(), TOPIC, id);
    }

    private ApplicationCredential credential(ApplicationCredentialEntity row) {
        return new ApplicationCredential(
                row.id,
                new UserId(row.userId),
                new ProjectId(row.projectId),
                row.name,
                Optional.ofNullable(row.description),
                new SecretHash(row.secretHash),
                row.unrestricted,
                HandedOnEntity.split(row.roles),
                Optional.ofNullable(row.expiresAt),
                rows.rulesOf(row.realm, row.id).stream()
                        .map(AccessRuleEntity::rule)
                        .toList());
    }
}
