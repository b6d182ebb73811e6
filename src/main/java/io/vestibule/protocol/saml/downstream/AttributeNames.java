package io.vestibule.protocol.saml.downstream;

/** How attributes are called. */
public enum AttributeNames {
    /** {@code urn:oid:…} with a friendly name (SAML Profiles §8.2, X.500/LDAP): what federations agreed on. */
    OID,
    /** LDAP's own short names, {@code mail}, {@code givenName}. */
    FRIENDLY,
    /** The names of claims, {@code email}, {@code given_name}. */
    CLAIM
}
