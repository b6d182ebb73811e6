package io.vestibule.protocol.keystone.token;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token as it was read, with its bodies: the usual one, and the one without the catalogue when somebody wants it. */
final class KnownToken implements SubjectTokens.Subject {
    private static final int CONCERN_BYTES = 100;
    private static final int OWN_BYTES = 1_000;

    private final ValidToken token;
    private final long since;
    private final List<Freshness.Concern> concerns;
    private final byte[] withCatalog;
    private final Supplier<byte[]> shorter;
    private volatile byte @Nullable [] withoutCatalog;

    /** @param since the number of changes before it was looked up */
    KnownToken(
            ValidToken token,
            long since,
            List<Freshness.Concern> concerns,
            byte[] withCatalog,
            Supplier<byte[]> shorter) {
        this.token = token;
        this.since = since;
        this.concerns = List.copyOf(concerns);
        this.withCatalog = withCatalog;
        this.shorter = shorter;
    }

    @Override
    public ValidToken token() {
        return token;
    }

    long since() {
        return since;
    }

    List<Freshness.Concern> concerns() {
        return concerns;
    }

    @Override
    public byte[] body(boolean catalog) {
        if (catalog) {
            return withCatalog;
        }
        byte[] known = withoutCatalog;
        if (known == null) {
            known = shorter.get();
            withoutCatalog = known;
        }
        return known;
    }

    /** About what it takes to keep it; the shorter body may come yet. */
    int bytes() {
        return 2 * withCatalog.length + CONCERN_BYTES * concerns.size() + OWN_BYTES;
    }
}
