package io.vestibule.connector;

import io.vestibule.browser.BrowserReply;
import java.util.Map;

/** How to leave for an upstream: the reply to send the browser there, and what to remember meanwhile. */
public record Departure(BrowserReply reply, Memory memory) {
    /** Small texts (nonce, code verifier), kept sealed and bound to the browser; of a few hundred bytes in all. */
    public record Memory(Map<String, String> values) {
        public Memory {
            values = Map.copyOf(values);
        }
    }
}
