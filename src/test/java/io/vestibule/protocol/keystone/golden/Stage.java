package io.vestibule.protocol.keystone.golden;

import java.net.URI;
import java.util.Map;

/** The server that the recording is replayed against. */
interface Stage {
    /** What the recorded server was configured for, one after the other. */
    enum Part {
        /** Fernet tokens, no password policy. */
        PLAIN,
        /** Passwords expire, are remembered, must be changed on first use; two failures lock for a moment. */
        PASSWORDS,
        /** JWS tokens. */
        JWS,
        /** A front end that authenticates, and certificates instead of tokens. The people of the first part. */
        FRONT;

        static Part of(Exchange exchange) {
            int number = exchange.number();
            return number < 147 ? PLAIN : number < 163 ? PASSWORDS : number < 169 ? JWS : FRONT;
        }

        /** Whether what was made in the other part is still there. */
        boolean continues(Part other) {
            return this == FRONT && other == PLAIN;
        }
    }

    /** Makes the server ready for this part, and says what stands there for {@code http://127.0.0.1:19000}. */
    URI enter(Part part);

    /** How the server is told what a federation module of a web server would put in the environment. */
    Map<String, String> headersFor(String environment);
}
