package io.vestibule.realm;

import java.util.Collection;
import java.util.List;

/** The end of a start that was only to read the files ({@code vestibule.check-only}): they are good. Says what they declare. */
public final class ConfigChecked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigChecked(Collection<Realm> realms) {
        super(String.join("\n", RealmDiff.between(List.of(), realms)));
    }
}
