package io.vestibule.protocol.keystone.delegation;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Which row. */
record RealmKey(@Nullable String realm, @Nullable String id) implements Serializable {
    RealmKey() {
        this(null, null);
    }
}
