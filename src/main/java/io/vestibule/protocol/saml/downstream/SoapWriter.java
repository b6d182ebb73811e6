package io.vestibule.protocol.saml.downstream;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** A {@link SoapReply} as HTTP, and the body of a request as far as it is read. */
final class SoapWriter {
    private static final String TYPE = "text/xml;charset=utf-8"; // SOAP 1.1 §6
    private static final int LONGEST = 300 * 1024; // a message of 256 KiB in its envelope
    private static final int RETRY_AFTER_SECONDS = 300;

    private SoapWriter() {}

    /** One byte over the limit is enough to tell. */
    static byte[] body(InputStream in) throws IOException {
        return in.readNBytes(LONGEST + 1);
    }

    static Response write(SoapReply reply) {
        Response.ResponseBuilder response = Response.status(reply.status())
                .header(HttpHeaders.CACHE_CONTROL, "no-store") // SAML Bindings §3.2.3.2
                .header("Pragma", "no-cache");
        if (reply.challenge()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"SAML ECP\", charset=\"UTF-8\"");
        }
        if (reply.status() == 429) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.type(TYPE)
                .entity(reply.envelope().orElseGet(() -> new byte[0]))
                .build();
    }
}
