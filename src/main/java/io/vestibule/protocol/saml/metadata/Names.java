package io.vestibule.protocol.saml.metadata;

/** Namespaces and fixed words of metadata. */
final class Names {
    static final String MD = "urn:oasis:names:tc:SAML:2.0:metadata";
    static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String MDUI = "urn:oasis:names:tc:SAML:metadata:ui";
    static final String MDRPI = "urn:oasis:names:tc:SAML:metadata:rpi";
    static final String MDATTR = "urn:oasis:names:tc:SAML:metadata:attribute";
    static final String SHIBMD = "urn:mace:shibboleth:metadata:1.0";
    static final String EC = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String SAML2_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

    private Names() {}
}
