package io.vestibule.grants;

/**
 * An access token of a family: it ends with the family.
 *
 * @param id its own name ({@code jti})
 * @param place where its status is told
 */
public record FamilyToken(FamilyId family, String id, StatusPlace place) {}
