package io.vestibule.protocol.keystone.token;

/**
 * A new token.
 *
 * @param text what goes into {@code X-Subject-Token}; a credential
 */
public record Issued(String text, ValidToken token) {
    /** Never prints the text. */
    @Override
    public String toString() {
        return "Issued[" + token.auditIds() + "]";
    }
}
