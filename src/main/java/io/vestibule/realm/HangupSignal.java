package io.vestibule.realm;

import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * SIGHUP, by which an operator asks a daemon to read its files again. At a terminal it keeps its other meaning: the terminal
 * went away, so stop.
 */
final class HangupSignal {
    private static final Logger LOG = Logger.getLogger(HangupSignal.class);

    private HangupSignal() {}

    static void runs(Runnable reload) {
        if (System.console() != null) {
            return;
        }
        try {
            Signal.handle(new Signal("HUP"), signal -> reload.run());
        } catch (IllegalArgumentException none) {
            LOG.debugf("no SIGHUP here: %s", none.getMessage()); // Windows, or a JVM run with -Xrs
        }
    }
}
