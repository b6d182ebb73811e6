package io.vestibule.protocol.oidc.downstream;

/** Whether a confidential relying party sends a code challenge (RFC 7636); a public one always does (RFC 9700 §2.1.1). */
public enum PkcePolicy {
    REQUIRED,
    OPTIONAL,
    /** For those who break when the server takes part in it. */
    REFUSED
}
