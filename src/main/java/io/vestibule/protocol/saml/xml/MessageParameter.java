package io.vestibule.protocol.saml.xml;

/** The parameter a message travels in (SAML Bindings §3.4.4, §3.5.4). */
public enum MessageParameter {
    SAML_REQUEST("SAMLRequest"),
    SAML_RESPONSE("SAMLResponse");

    private final String parameterName;

    MessageParameter(String parameterName) {
        this.parameterName = parameterName;
    }

    public String parameterName() {
        return parameterName;
    }
}
