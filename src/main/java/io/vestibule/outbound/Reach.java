package io.vestibule.outbound;

import java.net.URI;
import java.util.Set;

/**
 * How far one call may reach.
 *
 * @param trustedOrigins URLs the operator wrote himself; their origins may be internal ones
 * @param largestAnswer bytes of body taken at most
 * @param failures what a call that fails says of the host
 */
public record Reach(Set<URI> trustedOrigins, int largestAnswer, Failures failures) {
    private static final int USUAL = 512 * 1024;

    /** What a failure is taken for. */
    public enum Failures {
        /** The host is in trouble, and is left alone when that happens time after time. */
        OF_THE_HOST,
        /** Of an address that may be no place to call, whatever else the host does well: others go on calling it. */
        OF_THE_ADDRESS
    }

    public Reach(Set<URI> trustedOrigins, int largestAnswer) {
        this(trustedOrigins, largestAnswer, Failures.OF_THE_HOST);
    }

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
        return new Reach(trustedOrigins, bytes, failures);
    }

    /** For a look at an address that says nothing of the host when it fails. */
    public Reach forALook() {
        return new Reach(trustedOrigins, largestAnswer, Failures.OF_THE_ADDRESS);
    }
}
