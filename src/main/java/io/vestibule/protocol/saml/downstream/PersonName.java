package io.vestibule.protocol.saml.downstream;

/** A NameID: what one service provider knows the person by. */
record PersonName(NameIdFormat format, String value) {
    /** Whether the name means something only between these two parties and says so by its qualifiers (SAML Core §8.3.7). */
    boolean isQualified() {
        return format == NameIdFormat.PERSISTENT || format == NameIdFormat.TRANSIENT;
    }
}
