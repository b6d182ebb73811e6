package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.time.Instant;
import java.util.List;

/** Ways in beside passwords and upstream identities, such as passkeys; found by CDI. */
public interface FurtherKeys {
    /** Whether any of them lets anybody into this realm as it is today. */
    boolean areUsed(Realm realm);

    /** For each that lets this person in by itself, where it is used, since when it does. */
    List<Instant> openingSince(RealmName realm, UserId user);
}
