package io.vestibule.mapping;

import java.util.Optional;

/** A domain as rules name it: by id, or by name; by neither it is none. */
public record DomainRef(Optional<String> id, Optional<String> name) {}
