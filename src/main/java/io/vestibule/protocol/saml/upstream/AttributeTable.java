package io.vestibule.protocol.saml.upstream;

import java.util.HashMap;
import java.util.Map;

/**
 * What an attribute's Name means here. FriendlyName is never asked: it is decoration that anybody may choose (SAML Core
 * §2.7.3.1). A name that is not in the table stays as it is.
 */
final class AttributeTable {
    private static final String MACE = "urn:mace:dir:attribute-def:"; // as in SAML 1.1 (MACE-Dir §2)
    private static final Map<String, String> CLAIMS = claims();

    private AttributeTable() {}

    /** The claim of that attribute. */
    static String claim(String attributeName) {
        String name = attributeName.startsWith(MACE) ? attributeName.substring(MACE.length()) : attributeName;
        return CLAIMS.getOrDefault(name, name);
    }

    private static Map<String, String> claims() {
        Map<String, String> table = new HashMap<>();
        put(
                table,
                "email",
                "mail",
                "urn:oid:0.9.2342.19200300.100.1.3",
                "urn:oid:1.2.840.113549.1.9.1",
                "emailAddress");
        put(table, "given_name", "givenName", "urn:oid:2.5.4.42", "firstName");
        put(table, "family_name", "sn", "urn:oid:2.5.4.4", "surname", "lastName");
        put(table, "name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241");
        put(table, "cn", "urn:oid:2.5.4.3", "commonName");
        put(table, "uid", "urn:oid:0.9.2342.19200300.100.1.1");
        put(table, "phone_number", "telephoneNumber", "urn:oid:2.5.4.20");
        put(table, "locale", "preferredLanguage", "urn:oid:2.16.840.1.113730.3.1.39");
        put(table, "groups", "isMemberOf", "urn:oid:1.3.6.1.4.1.5923.1.5.1.1", "memberOf");
        put(table, "o", "urn:oid:2.5.4.10", "organizationName");
        put(table, "ou", "urn:oid:2.5.4.11");
        put(table, "title", "urn:oid:2.5.4.12");
        put(table, "employeeNumber", "urn:oid:2.16.840.1.113730.3.1.3");
        put(table, "schacHomeOrganization", "urn:oid:1.3.6.1.4.1.25178.1.2.9");
        put(table, "schacHomeOrganizationType", "urn:oid:1.3.6.1.4.1.25178.1.2.10");
        put(table, "schacPersonalUniqueCode", "urn:oid:1.3.6.1.4.1.25178.1.2.14");
        put(table, "subject-id", "urn:oasis:names:tc:SAML:attribute:subject-id");
        put(table, "pairwise-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id");
        eduPerson(table);
        webServicesClaims(table);
        return Map.copyOf(table);
    }

    private static void eduPerson(Map<String, String> table) {
        String arc = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";
        Map.ofEntries(
                        Map.entry("1", "eduPersonAffiliation"),
                        Map.entry("2", "eduPersonNickname"),
                        Map.entry("3", "eduPersonOrgDN"),
                        Map.entry("4", "eduPersonOrgUnitDN"),
                        Map.entry("5", "eduPersonPrimaryAffiliation"),
                        Map.entry("6", "eduPersonPrincipalName"),
                        Map.entry("7", "eduPersonEntitlement"),
                        Map.entry("8", "eduPersonPrimaryOrgUnitDN"),
                        Map.entry("9", "eduPersonScopedAffiliation"),
                        Map.entry("10", "eduPersonTargetedID"),
                        Map.entry("11", "eduPersonAssurance"),
                        Map.entry("12", "eduPersonPrincipalNamePrior"),
                        Map.entry("13", "eduPersonUniqueId"),
                        Map.entry("16", "eduPersonOrcid"))
                .forEach((number, name) -> put(table, name, arc + number));
    }

    /** What Microsoft's servers call them. */
    private static void webServicesClaims(Map<String, String> table) {
        String xmlsoap = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
        String microsoft = "http://schemas.microsoft.com/ws/2008/06/identity/claims/";
        put(table, "email", xmlsoap + "emailaddress");
        put(table, "given_name", xmlsoap + "givenname");
        put(table, "family_name", xmlsoap + "surname");
        put(table, "upn", xmlsoap + "upn");
        put(table, "name", "http://schemas.microsoft.com/identity/claims/displayname");
        put(table, "groups", "http://schemas.xmlsoap.org/claims/Group", microsoft + "groups");
        put(table, "roles", microsoft + "role");
    }

    private static void put(Map<String, String> table, String claim, String... names) {
        for (String name : names) {
            table.put(name, claim);
        }
    }
}
