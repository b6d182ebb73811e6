package io.vestibule.protocol.keystone.token;

import java.util.List;

/**
 * A token as it was read, with its bodies.
 *
 * @param since the number of changes before it was looked up
 */
record KnownToken(
        ValidToken token, long since, List<Freshness.Concern> concerns, byte[] withCatalog, byte[] withoutCatalog)
        implements SubjectTokens.Subject {
    private static final int CONCERN_BYTES = 100;
    private static final int OWN_BYTES = 1_000;

    @Override
    public byte[] body(boolean catalog) {
        return catalog ? withCatalog : withoutCatalog;
    }

    /** About what it takes to keep it. */
    int bytes() {
        return withCatalog.length + withoutCatalog.length + CONCERN_BYTES * concerns.size() + OWN_BYTES;
    }
}
