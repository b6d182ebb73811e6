package io.vestibule.realm;

import java.util.List;

/** A connector's configuration that speaks of how strongly somebody signed in ({@code acr}), in the words of the realm. */
public interface AssuranceWords {
    /** Words that are the realm's because this connector says them. */
    default List<String> coined() {
        return List.of();
    }

    /** Words of the realm into which it puts what its upstream says. */
    default List<String> translatedTo() {
        return List.of();
    }
}
