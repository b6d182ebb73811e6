package io.vestibule.protocol.saml.downstream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The attributes that are usually spoken of: inetOrgPerson (RFC 2798), RFC 4519, eduPerson and SCHAC, by the claims that carry
 * them here. Claims are named as in OpenID Connect Core §5.1 and the REFEDS mapping.
 */
final class AttributeCatalogue {
    static final String SUBJECT_ID = "urn:oasis:names:tc:SAML:attribute:subject-id";
    static final String PAIRWISE_ID = "urn:oasis:names:tc:SAML:attribute:pairwise-id";

    private static final List<AttributeName> ALL = List.of(
            new AttributeName("name", "2.16.840.1.113730.3.1.241", "displayName"),
            new AttributeName("common_name", "2.5.4.3", "cn"),
            new AttributeName("given_name", "2.5.4.42", "givenName"),
            new AttributeName("family_name", "2.5.4.4", "sn"),
            new AttributeName("email", "0.9.2342.19200300.100.1.3", "mail"),
            new AttributeName("preferred_username", "0.9.2342.19200300.100.1.1", "uid"),
            new AttributeName("groups", "1.3.6.1.4.1.5923.1.5.1.1", "isMemberOf"),
            new AttributeName("phone_number", "2.5.4.20", "telephoneNumber"),
            new AttributeName("locale", "2.16.840.1.113730.3.1.39", "preferredLanguage"),
            new AttributeName("website", "1.3.6.1.4.1.250.1.57", "labeledURI"),
            new AttributeName("address.street_address", "2.5.4.9", "street"),
            new AttributeName("address.locality", "2.5.4.7", "l"),
            new AttributeName("address.region", "2.5.4.8", "st"),
            new AttributeName("address.postal_code", "2.5.4.17", "postalCode"),
            new AttributeName("address.country", "2.5.4.6", "c"),
            new AttributeName("title", "2.5.4.12", "title"),
            new AttributeName("organization", "2.5.4.10", "o"),
            new AttributeName("organizational_unit", "2.5.4.11", "ou"),
            new AttributeName("employee_number", "2.16.840.1.113730.3.1.3", "employeeNumber"),
            new AttributeName("eduperson_affiliation", "1.3.6.1.4.1.5923.1.1.1.1", "eduPersonAffiliation"),
            new AttributeName("nickname", "1.3.6.1.4.1.5923.1.1.1.2", "eduPersonNickname"),
            new AttributeName(
                    "eduperson_primary_affiliation", "1.3.6.1.4.1.5923.1.1.1.5", "eduPersonPrimaryAffiliation"),
            new AttributeName("eduperson_principal_name", "1.3.6.1.4.1.5923.1.1.1.6", "eduPersonPrincipalName"),
            new AttributeName("eduperson_entitlement", "1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement"),
            new AttributeName("eduperson_scoped_affiliation", "1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation"),
            new AttributeName("eduperson_assurance", "1.3.6.1.4.1.5923.1.1.1.11", "eduPersonAssurance"),
            new AttributeName("eduperson_unique_id", "1.3.6.1.4.1.5923.1.1.1.13", "eduPersonUniqueId"),
            new AttributeName("eduperson_orcid", "1.3.6.1.4.1.5923.1.1.1.16", "eduPersonOrcid"),
            new AttributeName("schac_home_organization", "1.3.6.1.4.1.25178.1.2.9", "schacHomeOrganization"),
            new AttributeName("schac_home_organization_type", "1.3.6.1.4.1.25178.1.2.10", "schacHomeOrganizationType"));

    private static final Map<String, AttributeName> BY_CLAIM =
            ALL.stream().collect(Collectors.toUnmodifiableMap(AttributeName::claim, Function.identity()));

    private AttributeCatalogue() {}

    static Optional<AttributeName> ofClaim(String claim) {
        return Optional.ofNullable(BY_CLAIM.get(claim));
    }

    /** The word of consent that stands for a claim. */
    static String consent(String claim) {
        return switch (claim) {
            case "email", "email_verified", "groups" -> claim.startsWith("email") ? "email" : claim;
            case "roles", "scope", "project", "project_domain", "domain" -> "roles";
            case "phone_number", "phone_number_verified" -> "phone";
            default -> claim.startsWith("address") ? "address" : "profile";
        };
    }
}
