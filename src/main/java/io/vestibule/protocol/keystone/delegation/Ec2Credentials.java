package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.directory.GuessedSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.delegation.OriginRepository.Made;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** EC2 key pairs, and the tokens that services get for requests signed with them. */
@ApplicationScoped
class Ec2Credentials {
    private static final String METHOD = "ec2credential";
    private static final Duration SIGNED_LATELY = Duration.ofMinutes(15); // Keystone's default of auth_ttl
    private static final int KEY_BYTES = 16;

    private final Credentials credentials;
    private final HeldRoles held;
    private final TokenIssue tokens;
    private final Origins origins;
    private final RandomTokens drawn;
    private final GuessedSecrets guesses;
    private final Clock clock;

    Ec2Credentials(
            Credentials credentials,
            HeldRoles held,
            TokenIssue tokens,
            Origins origins,
            RandomTokens drawn,
            GuessedSecrets guesses,
            Clock clock) {
        this.credentials = credentials;
        this.held = held;
        this.tokens = tokens;
        this.origins = origins;
        this.drawn = drawn;
        this.guesses = guesses;
        this.clock = clock;
    }

    /** A new one, which is not kept yet. */
    StoredCredential drawn(User user, ProjectId project) {
        String access = drawn.hex(KEY_BYTES);
        ObjectNode keys = JsonNodeFactory.instance
                .objectNode()
                .put("access", access)
                .put("secret", drawn.hex(KEY_BYTES))
                .putNull("trust_id");
        return new StoredCredential(
                StoredCredential.idOf(access),
                user.id(),
                Optional.of(project),
                StoredCredential.EC2,
                new Secret(keys.toString()),
                Extra.none());
    }

    Optional<StoredCredential> find(RealmName realm, String access) {
        return credentials.find(realm, StoredCredential.idOf(access)).filter(StoredCredential::isEc2);
    }

    /** A token for the owner of the key that {@code request} is signed with; 401 otherwise, without saying why. */
    Issued token(Realm realm, JsonNode request, Predicate<Secret> signedWith, Optional<String> signedAt) {
        if (!KeystoneRealm.of(realm).offers(METHOD)) {
            throw KeystoneRefused.unauthorized().because("method-switched-off");
        }
        StoredCredential credential = find(realm.name(), request.path("access").asText(""))
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("no-such-ec2-key"));
        JsonNode keys = StoredCredential.keys(credential.blob());
        Secret secret = new Secret(keys.path("secret").asText(""));
        requireRight(realm, credential, secret, signedWith);
        requireLately(signedAt);
        User user = held.enabled(realm.name(), credential.user())
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("ec2-owner-disabled"));
        if (!user.mfa().satisfiedBy(Set.of(METHOD))) { // a key made once is no second factor
            throw KeystoneRefused.unauthorized().because("more-factors-needed");
        }
        ProjectId project = credential
                .project()
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("ec2-key-without-project"));
        Issued issued = tokens.issue(
                realm, TokenRequest.of(user.id(), List.of(METHOD), Optional.of(new Scope.Project(project))));
        origins.bind(realm, issued, new Made(HandedOn.CREDENTIAL, credential.id()));
        return issued;
    }

    private void requireRight(Realm realm, StoredCredential credential, Secret secret, Predicate<Secret> signedWith) {
        boolean guessable = GuessedSecrets.guessable(secret);
        if (guessable && guesses.rests(realm, credential.id())) {
            throw KeystoneRefused.unauthorized().because("ec2-key-rests");
        }
        boolean right = !secret.reveal().isEmpty() && signedWith.test(secret);
        if (guessable) {
            guesses.shown(realm, credential.id(), right);
        }
        if (!right) {
            throw KeystoneRefused.unauthorized().because("wrong-ec2-signature");
        }
    }

    /** Who leaves the time out of what is signed wants it to last; Keystone allows it, too. */
    private void requireLately(Optional<String> signedAt) {
        if (signedAt.isEmpty()) {
            return;
        }
        Instant signed = Times.read(signedAt.get())
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("ec2-timestamp-malformed"));
        if (Duration.between(signed, clock.instant()).abs().compareTo(SIGNED_LATELY) > 0) {
            throw KeystoneRefused.unauthorized().because("ec2-signature-expired");
        }
    }
}
