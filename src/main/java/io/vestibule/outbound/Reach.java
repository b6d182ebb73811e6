package io.vestibule.outbound;

import java.net.URI;
import java.util.Set;

/**
 * How far one call may reach.
 *
 * @param trustedOrigins URLs the operator wrote himself; their origins may be internal ones
 * @param largestAnswer bytes of body taken at most
 */
public record Reach(Set<URI> trustedOrigins, int largestAnswer) {
    private static final int USUAL = 512 * 1024;

    public Reach {
        trustedOrigins = Set.copyOf(trustedOrigins);
        if (largestAnswer < 1) {
            throw new IllegalArgumentException("an answer has room for at least one byte");
        }
    }

    /** Public addresses and what {@code vestibule.outbound.allow} names: for every URL that came from outside. */
    public static Reach ofPublicAddresses() {
        return new Reach(Set.of(), USUAL);
    }

    /** Also the origins of these URLs, because the operator wrote them. */
    public static Reach trusting(URI... writtenByOperator) {
        return new Reach(Set.of(writtenByOperator), USUAL);
    }

    public Reach upTo(int bytes) {
        return new Reach(trustedOrigins, bytes);
    }
}
