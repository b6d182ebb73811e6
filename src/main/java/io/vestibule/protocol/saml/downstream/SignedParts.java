package io.vestibule.protocol.saml.downstream;

/** Which parts of an answer carry a signature of their own. */
public enum SignedParts {
    BOTH,
    ASSERTION,
    RESPONSE;

    boolean assertion() {
        return this != RESPONSE;
    }

    boolean response() {
        return this != ASSERTION;
    }
}
