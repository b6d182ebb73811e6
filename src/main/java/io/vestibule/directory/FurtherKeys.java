package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;

/** Ways in beside passwords and upstream identities, such as passkeys; found by CDI. */
public interface FurtherKeys {
    /** For each that lets this person in by itself, since when it does. */
    List<Instant> openingSince(RealmName realm, UserId user);
}
