package io.vestibule.protocol.saml.downstream;

import java.util.Set;

/**
 * One way of authenticating, as service providers call it.
 *
 * @param classRef the AuthnContextClassRef
 * @param acrs what connectors call it; {@code classRef} itself always counts
 */
public record ContextStep(String classRef, Set<String> acrs) {
    private static final int LONGEST = 255;

    public ContextStep {
        acrs = Set.copyOf(acrs);
        if (classRef.isBlank() || classRef.length() > LONGEST) {
            throw new IllegalArgumentException("classRef must be a URI of at most " + LONGEST + " characters");
        }
    }

    boolean means(String acr) {
        return classRef.equals(acr) || acrs.contains(acr);
    }
}
