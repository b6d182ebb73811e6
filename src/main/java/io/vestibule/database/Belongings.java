package io.vestibule.database;

import java.util.List;
import java.util.UUID;

/** What hangs on a user, said by each room of its own tables. */
public interface Belongings {
    List<Belonging> kinds();

    /**
     * Rows that are another's now, in the transaction in which they went: what is sealed with its owner's name is sealed anew,
     * and whoever remembers it is told.
     */
    default void moved(Moved moved) {
        // most rows know nothing of their owner but the column
    }

    /** @param ids the first of each row's key */
    record Moved(String realm, String kind, List<String> ids, UUID from, UUID to) {
        public Moved {
            ids = List.copyOf(ids);
        }
    }
}
