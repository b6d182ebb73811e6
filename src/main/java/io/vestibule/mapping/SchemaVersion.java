package io.vestibule.mapping;

import java.util.Arrays;
import java.util.Optional;

/** Which edition of the language rules are written in. */
public enum SchemaVersion {
    /** What rules without a version are. */
    V1("1.0"),
    /** The domain of a rule holds for its user and projects, too; a project may name its own. */
    V2("2.0"),
    /** Projects may come as JSON. */
    V3("3.0");

    private final String text;

    SchemaVersion(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean isAtLeast(SchemaVersion other) {
        return compareTo(other) >= 0;
    }

    static Optional<SchemaVersion> of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst();
    }
}
