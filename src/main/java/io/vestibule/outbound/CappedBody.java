package io.vestibule.outbound;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Collects a body up to a size; one byte more ends the exchange and closes the connection. */
final class CappedBody {
    private final int largest;
    private final Buffer collected = Buffer.buffer();
    private final Promise<Buffer> whole = Promise.promise();

    private CappedBody(int largest) {
        this.largest = largest;
    }

    /** Called on the response's own context, so that no chunk is missed. */
    static Future<Buffer> of(HttpClientResponse response, int largest) {
        CappedBody body = new CappedBody(largest);
        response.exceptionHandler(body.whole::tryFail);
        response.endHandler(end -> body.whole.tryComplete(body.collected));
        response.handler(chunk -> body.add(chunk, response));
        return body.whole.future();
    }

    private void add(Buffer chunk, HttpClientResponse response) {
        if (collected.length() + chunk.length() <= largest) {
            collected.appendBuffer(chunk);
        } else if (whole.tryFail(new TooLarge(largest))) {
            response.request().reset();
        }
    }

    /** The body went over the cap. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(int largest) {
            super("the answer has more than " + largest + " bytes", null, false, false);
        }
    }
}
