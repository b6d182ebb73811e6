package io.vestibule.protocol.saml.downstream;

import java.util.Arrays;
import java.util.Optional;

/** How a service provider wants a person to be called (SAML Core §8.3). */
public enum NameIdFormat {
    PERSISTENT("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
    TRANSIENT("urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
    EMAIL_ADDRESS("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
    UNSPECIFIED("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"),
    X509_SUBJECT_NAME("urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName");

    private final String uri;

    NameIdFormat(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static Optional<NameIdFormat> of(String uri) {
        return Arrays.stream(values()).filter(one -> one.uri.equals(uri)).findFirst();
    }
}
