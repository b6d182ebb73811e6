package io.vestibule.protocol.saml.metadata;

/** A document that is not believed. An expected answer, so it has no stack trace. */
final class MetadataRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason a stable word for machines
     * @param detail for the operator
     */
    MetadataRefused(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
