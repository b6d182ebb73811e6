package io.vestibule.protocol.saml.downstream;

import java.util.Optional;

/** What an endpoint for programs answers. */
record SoapReply(int status, Optional<byte[]> envelope, boolean challenge) {
    static SoapReply ok(byte[] envelope) {
        return new SoapReply(200, Optional.of(envelope), false);
    }

    /** SOAP 1.1 §6.2 has faults with status 500; this says rather whose fault it is. */
    static SoapReply fault(byte[] envelope) {
        return new SoapReply(400, Optional.of(envelope), false);
    }

    static SoapReply unauthenticated() {
        return new SoapReply(401, Optional.empty(), true);
    }

    static SoapReply notFound() {
        return new SoapReply(404, Optional.empty(), false);
    }

    static SoapReply throttled() {
        return new SoapReply(429, Optional.empty(), false);
    }

    static SoapReply unavailable() {
        return new SoapReply(503, Optional.empty(), false);
    }
}
