package io.vestibule.account;

import io.vestibule.directory.User;
import io.vestibule.realm.Realm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Credentials that a person made for programs which act for them; implemented by protocols that have such. */
public interface ApplicationKeys {
    /** One of them; its secret is not known any more. */
    record Key(String id, String name, String project, Optional<Instant> expiresAt, boolean unrestricted) {}

    List<Key> of(Realm realm, User user);

    /** Takes it back; false when this person has none of that id. */
    boolean remove(Realm realm, User user, String id);
}
