package io.vestibule.directory;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The key of what has an id within its realm. */
class RealmKey implements Serializable {
    private static final long serialVersionUID = 1L;

    @Nullable
    String realm;

    @Nullable
    String id;

    RealmKey() {}

    RealmKey(String realm, String id) {
        this.realm = realm;
        this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RealmKey that && Objects.equals(realm, that.realm) && Objects.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(realm, id);
    }
}
