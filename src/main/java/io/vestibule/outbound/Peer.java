package io.vestibule.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * What is known of one host: how many calls are under way, and whether it is worth calling. After failures in a row it rests;
 * then one call tries whether it is back, and the others still do not wait for it.
 */
final class Peer {
    private final Semaphore places;
    private final int failuresBeforeRest;
    private final Duration rest;
    private int failures;
    private boolean trying;
    private Instant restsUntil = Instant.MIN;

    Peer(OutboundSettings settings) {
        this.places = new Semaphore(settings.callsPerHost());
        this.failuresBeforeRest = settings.failuresBeforeRest();
        this.rest = settings.rest();
    }

    Semaphore places() {
        return places;
    }

    /** Whether to call now. A true is followed by exactly one of {@link #answered}, {@link #failed}, {@link #undecided}. */
    synchronized boolean worthCalling(Instant now) {
        if (failures < failuresBeforeRest) {
            return true;
        }
        if (trying || now.isBefore(restsUntil)) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void answered() {
        failures = 0;
        trying = false;
    }

    synchronized void failed(Instant now) {
        failures++;
        trying = false;
        restsUntil = now.plus(rest);
    }

    /** The call ended for a reason that says nothing about the host. */
    synchronized void undecided() {
        trying = false;
    }
}
