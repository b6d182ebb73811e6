package io.vestibule.access;

import java.util.OptionalInt;

/** How limits of a project and of what is above it bind each other. */
public enum LimitModel {
    FLAT("flat", "Limit enforcement and validation does not take project hierarchy into consideration."),
    STRICT_TWO_LEVEL("strict_two_level", "This model requires project hierarchy never exceeds a depth of two");

    private final String word;
    private final String description;

    LimitModel(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /** As the Identity API names it. */
    public String word() {
        return word;
    }

    /** As the Identity API describes it. */
    public String description() {
        return description;
    }

    /** How many projects may stand above each other, where that matters. */
    OptionalInt levels() {
        return this == STRICT_TWO_LEVEL ? OptionalInt.of(2) : OptionalInt.empty();
    }
}
