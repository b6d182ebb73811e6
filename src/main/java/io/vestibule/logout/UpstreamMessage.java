package io.vestibule.logout;

import io.vestibule.identity.UpstreamNames;
import java.time.Instant;

/**
 * A logout that an upstream sent, and that was believed. It ends sessions once, and is noted as seen in the transaction that
 * ends them: when that comes to nothing, it is as good as new.
 *
 * @param kind of message: the space of its ids
 * @param id its own, unique with whoever sent it
 * @param until it need not be remembered longer
 * @param ends what it says is over
 * @param said when, by the upstream's clock
 */
public record UpstreamMessage(
        String kind, String id, Instant until, Carrier carrier, UpstreamNames ends, Instant said) {
    /** Who brought it. */
    public enum Carrier {
        /** The upstream itself, which sends it again when our reply got lost. Nobody else has seen it. */
        UPSTREAM,
        /** A browser, in whose history it may be, and in the logs between. */
        BROWSER
    }

    /** The space in which those are remembered that the upstream brought itself. */
    String repeatable() {
        return kind + "-direct";
    }
}
