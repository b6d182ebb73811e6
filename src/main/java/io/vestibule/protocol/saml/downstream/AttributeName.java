package io.vestibule.protocol.saml.downstream;

/**
 * One attribute as SAML parties call it.
 *
 * @param claim what we call it
 * @param oid the object identifier of its LDAP attribute type
 * @param friendly the short name of that type
 */
record AttributeName(String claim, String oid, String friendly) {
    static final String URI_FORMAT = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
    static final String BASIC_FORMAT = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

    String urn() {
        return "urn:oid:" + oid;
    }

    String in(AttributeNames style) {
        return switch (style) {
            case OID -> urn();
            case FRIENDLY -> friendly;
            case CLAIM -> claim;
        };
    }

    /** Whether a service provider that asks for {@code name} means this, whatever style it writes. */
    boolean isCalled(String name) {
        return name.equals(urn()) || name.equals(friendly) || name.equals(claim);
    }
}
