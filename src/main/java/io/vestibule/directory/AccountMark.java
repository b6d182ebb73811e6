package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whether an account is still what it was when a link was written for it. The mark changes with the password, the
 * address and whatever voids tokens: when an account was closed, or taken back from a thief, no link from before is good.
 */
@ApplicationScoped
public class AccountMark {
    private static final String NONE = "-";

    private final LocalCredentialRepository credentials;
    private final UserRepository users;

    AccountMark(LocalCredentialRepository credentials, UserRepository users) {
        this.credentials = credentials;
        this.users = users;
    }

    /** Of an account as it is now; of one without a password, too. */
    @Transactional
    public Optional<String> of(RealmName realm, UserId id) {
        return users.read(realm, id.value()).map(this::of);
    }

    String of(User user) {
        String password = credentials
                .present(user.id().value())
                .map(present -> present.changedAt().toString())
                .orElse(NONE);
        String text = String.join(
                " ",
                password,
                user.tokensValidAfter().map(Instant::toString).orElse(NONE),
                user.email().orElse(NONE));
        return Sha256.of(text).base64Url();
    }
}
