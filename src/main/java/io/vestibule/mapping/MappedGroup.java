package io.vestibule.mapping;

/** A group that rules name in its domain. */
public record MappedGroup(String name, DomainRef domain) {}
