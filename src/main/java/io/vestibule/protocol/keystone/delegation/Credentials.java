package io.vestibule.protocol.keystone.delegation;

import io.vestibule.directory.Authenticators.AuthenticatorRemoved;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credentials of every realm, sealed. */
@ApplicationScoped
class Credentials {
    private static final String USE = "keystone-credential";

    private final DelegationRepository rows;
    private final SecretsAtRest seal;
    private final TotpSecrets totp;
    private final Clock clock;

    Credentials(DelegationRepository rows, SecretsAtRest seal, TotpSecrets totp, Clock clock) {
        this.rows = rows;
        this.seal = seal;
        this.totp = totp;
        this.clock = clock;
    }

    @Transactional
    Optional<StoredCredential> find(RealmName realm, String id) {
        return rows.find(CredentialEntity.class, realm.value(), id).map(row -> credential(realm, row));
    }

    @Transactional
    List<StoredCredential> all(RealmName realm) {
        return list(realm, Map.of());
    }

    @Transactional
    List<StoredCredential> of(RealmName realm, UserId user) {
        return list(realm, Map.of("userId", user.value()));
    }

    private List<StoredCredential> list(RealmName realm, Map<String, ?> wanted) {
        return rows.all(CredentialEntity.class, realm.value(), wanted).stream()
                .map(row -> credential(realm, row))
                .toList();
    }

    @Transactional
    void create(RealmName realm, StoredCredential credential) {
        if (rows.find(CredentialEntity.class, realm.value(), credential.id()).isPresent()) {
            throw KeystoneRefused.conflict("Conflict occurred attempting to store credential - Duplicate entry found"
                    + " with ID " + credential.id() + ".");
        }
        CredentialEntity row = new CredentialEntity();
        row.realm = realm.value();
        row.id = credential.id();
        row.createdAt = clock.instant();
        write(realm, row, credential);
        rows.add(row);
        rows.settle();
        keepSeed(realm, credential);
    }

    @Transactional
    void update(RealmName realm, StoredCredential before, StoredCredential after) {
        CredentialEntity row =
                rows.find(CredentialEntity.class, realm.value(), before.id()).orElseThrow(() -> absent(before.id()));
        forgetSeed(realm, before);
        write(realm, row, after);
        rows.settle();
        keepSeed(realm, after);
    }

    @Transactional
    void delete(RealmName realm, StoredCredential credential) {
        rows.remove(rows.find(CredentialEntity.class, realm.value(), credential.id())
                .orElseThrow(() -> absent(credential.id())));
        forgetSeed(realm, credential);
    }

    /** It is another user's now, in whose name it is sealed anew. */
    void reseal(RealmName realm, String id, UserId from, UserId to) {
        CredentialEntity row =
                rows.find(CredentialEntity.class, realm.value(), id).orElseThrow();
        Secret blob = seal.open(realm, USE, bound(from, id), row.sealedBlob);
        row.sealedBlob = seal.seal(realm, USE, bound(to, id), blob);
    }

    /** Its owner took it away on their account page. */
    @Transactional
    void removed(@Observes AuthenticatorRemoved gone) {
        rows.find(CredentialEntity.class, gone.realm().value(), gone.credential())
                .ifPresent(rows::remove);
    }

    private void keepSeed(RealmName realm, StoredCredential credential) {
        if (credential.isTotp() && !totp.put(realm, credential.user(), credential.id(), credential.blob())) {
            throw KeystoneRefused.badRequest("Invalid blob in credential");
        }
    }

    private void forgetSeed(RealmName realm, StoredCredential credential) {
        if (credential.isTotp()) {
            totp.remove(realm, credential.user(), credential.id());
        }
    }

    private void write(RealmName realm, CredentialEntity row, StoredCredential credential) {
        row.userId = credential.user().value();
        row.projectId = credential.project().map(ProjectId::value).orElse(null);
        row.type = credential.type();
        row.sealedBlob = seal.seal(realm, USE, bound(credential.user(), credential.id()), credential.blob());
        row.extra = credential.extra().json();
    }

    private StoredCredential credential(RealmName realm, CredentialEntity row) {
        UserId user = new UserId(row.userId);
        return new StoredCredential(
                row.id,
                user,
                Optional.ofNullable(row.projectId).map(ProjectId::new),
                row.type,
                seal.open(realm, USE, bound(user, row.id), row.sealedBlob),
                new Extra(row.extra));
    }

    /** Whose it is is sealed with it: a row given to somebody else does not open. */
    private static String bound(UserId user, String id) {
        return user + " " + id;
    }

    static KeystoneRefused absent(String id) {
        return KeystoneRefused.notFound("credential", id);
    }
}
