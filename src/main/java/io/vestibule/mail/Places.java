package io.vestibule.mail;

import io.vestibule.identity.RealmName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * For which realms this node hands letters in at this moment. None has all the places, and one whose server gave no answer the
 * last time has one: each of its letters may take half a minute to find that out again. However many those are, half of the places
 * are left to the others.
 */
final class Places {
    private static final int OF_A_REALM = 4;
    private static final int WHILE_SILENT = 1;
    private static final int OF_ALL_SILENT = 8;

    private final Map<RealmName, Integer> underWay = new HashMap<>();
    private final Set<RealmName> silent = new HashSet<>();

    /** Those that have as many as they may. */
    synchronized Set<RealmName> full() {
        int waiting = silent.stream()
                .mapToInt(realm -> underWay.getOrDefault(realm, 0))
                .sum();
        Set<RealmName> full = new HashSet<>(waiting < OF_ALL_SILENT ? Set.of() : silent);
        underWay.forEach((realm, count) -> {
            if (count >= (silent.contains(realm) ? WHILE_SILENT : OF_A_REALM)) {
                full.add(realm);
            }
        });
        return full;
    }

    synchronized void enter(RealmName realm) {
        underWay.merge(realm, 1, Integer::sum);
    }

    synchronized void leave(RealmName realm) {
        underWay.computeIfPresent(realm, (same, count) -> count == 1 ? null : count - 1);
    }

    synchronized void answers(RealmName realm, boolean does) {
        if (does) {
            silent.remove(realm);
        } else {
            silent.add(realm);
        }
    }
}
