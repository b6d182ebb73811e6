package io.vestibule.protocol.saml.downstream;

import java.util.List;
import java.util.Optional;

/** An attribute as it will stand in an assertion. */
record ReleasedAttribute(String name, String nameFormat, Optional<String> friendlyName, List<String> values) {
    static ReleasedAttribute of(AttributeName name, AttributeNames style, List<String> values) {
        return switch (style) {
            case OID ->
                new ReleasedAttribute(name.urn(), AttributeName.URI_FORMAT, Optional.of(name.friendly()), values);
            case FRIENDLY, CLAIM -> named(name.in(style), values);
        };
    }

    /** By a name that Keystones agree on, and say that it is a URI though it is none. */
    static ReleasedAttribute openStack(String name, List<String> values) {
        return new ReleasedAttribute(name, AttributeName.URI_FORMAT, Optional.empty(), values);
    }

    /** By a name that the operator wrote: its shape says what it is. */
    static ReleasedAttribute named(String name, List<String> values) {
        boolean uri = name.contains(":");
        return new ReleasedAttribute(
                name, uri ? AttributeName.URI_FORMAT : AttributeName.BASIC_FORMAT, Optional.empty(), values);
    }
}
