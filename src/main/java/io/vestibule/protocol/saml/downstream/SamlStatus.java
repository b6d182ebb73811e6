package io.vestibule.protocol.saml.downstream;

import java.util.Optional;

/** How an answer says what came of a request (SAML Core §3.2.2.2): who is at fault, and why. */
enum SamlStatus {
    SUCCESS("Success", false),
    REQUESTER("Requester", false),
    RESPONDER("Responder", false),
    AUTHN_FAILED("AuthnFailed", true),
    INVALID_NAME_ID_POLICY("InvalidNameIDPolicy", true),
    NO_AUTHN_CONTEXT("NoAuthnContext", true),
    NO_AVAILABLE_IDP("NoAvailableIDP", true),
    NO_SUPPORTED_IDP("NoSupportedIDP", true),
    NO_PASSIVE("NoPassive", true),
    PROXY_COUNT_EXCEEDED("ProxyCountExceeded", true),
    REQUEST_DENIED("RequestDenied", true),
    REQUEST_UNSUPPORTED("RequestUnsupported", true),
    UNKNOWN_PRINCIPAL("UnknownPrincipal", true),
    PARTIAL_LOGOUT("PartialLogout", true);

    private static final String PREFIX = "urn:oasis:names:tc:SAML:2.0:status:";

    private final String word;
    private final boolean second;

    SamlStatus(String word, boolean second) {
        this.word = word;
        this.second = second;
    }

    /** The top-level code that this one stands below. */
    String top() {
        return PREFIX + (second ? faultOf() : word);
    }

    Optional<String> below() {
        return second ? Optional.of(PREFIX + word) : Optional.empty();
    }

    private String faultOf() {
        return switch (this) {
            case INVALID_NAME_ID_POLICY, REQUEST_UNSUPPORTED, UNKNOWN_PRINCIPAL -> REQUESTER.word;
            case PARTIAL_LOGOUT -> SUCCESS.word;
            default -> RESPONDER.word;
        };
    }
}
