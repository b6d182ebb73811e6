package io.vestibule.grants;

/**
 * Where the status of one token is told.
 *
 * @param index within the list
 */
public record StatusPlace(String uri, int index) {}
