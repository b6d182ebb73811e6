package io.vestibule.account;

import io.vestibule.directory.User;
import io.vestibule.realm.Realm;
import java.time.Instant;
import java.util.Optional;

/** Which tokens of a protocol open the account of whoever they were given for; implemented by protocols. */
public interface AccountTokens {
    /** What an application asks for to look after somebody's account in their name. */
    String SCOPE = "account";

    /** A living person. */
    record Bearer(User user, Instant authenticatedAt) {}

    Optional<Bearer> bearer(Realm realm, String token);
}
