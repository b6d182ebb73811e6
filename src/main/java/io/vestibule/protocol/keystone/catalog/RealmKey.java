package io.vestibule.protocol.keystone.catalog;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Which row: ids are told apart within a realm, because declared ones are the same everywhere. */
record RealmKey(@Nullable String realm, @Nullable String id) implements Serializable {
    RealmKey() {
        this(null, null);
    }
}
