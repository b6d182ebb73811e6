package io.vestibule.protocol.saml.metadata;

/** What asking for one entity gave. */
public sealed interface Lookup {
    record Found(EntityMetadata entity) implements Lookup {}

    /** There is a good copy and the entity is not in it. */
    record Unknown(String detail) implements Lookup {}

    /** There is no copy that may be used: none came yet, or the last one expired. */
    record Unavailable(String detail) implements Lookup {}
}
