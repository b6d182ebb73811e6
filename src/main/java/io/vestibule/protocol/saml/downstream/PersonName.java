package io.vestibule.protocol.saml.downstream;

import java.util.Arrays;
import java.util.Optional;

/** A NameID: what one service provider knows the person by. */
record PersonName(NameIdFormat format, String value) {
    /** Whether the name means something only between these two parties and says so by its qualifiers (SAML Core §8.3.7). */
    boolean isQualified() {
        return format == NameIdFormat.PERSISTENT || format == NameIdFormat.TRANSIENT;
    }

    /** As a text that {@link #recalled} reads. */
    String remembered() {
        return format.name() + " " + value;
    }

    /** The name that was remembered; none when the text is no such name. */
    static Optional<PersonName> recalled(String text) {
        int space = text.indexOf(' ');
        return Arrays.stream(NameIdFormat.values())
                .filter(format -> space > 0 && format.name().equals(text.substring(0, space)))
                .findFirst()
                .map(format -> new PersonName(format, text.substring(space + 1)));
    }
}
