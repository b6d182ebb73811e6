package io.vestibule.identity;

/** What a relying party is called in its own protocol: a client_id, an entityID; at most 255 printable characters. */
public record RelyingPartyId(String value) {
    private static final int LONGEST = 255;

    public RelyingPartyId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a relying party id: 1 to 255 printable ASCII characters");
        }
    }

    /** Whether {@code candidate} could be an id at all (RFC 6749 appendix A.1: VSCHAR). */
    public static boolean isValid(String candidate) {
        return !candidate.isEmpty()
                && candidate.length() <= LONGEST
                && candidate.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    @Override
    public String toString() {
        return value;
    }
}
