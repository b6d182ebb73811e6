package io.vestibule.outbound;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Path;

/** Takes a body into a file up to a size, no faster than the disk does; one byte more ends the exchange. */
final class CappedFile {
    private final HttpClientResponse response;
    private final AsyncFile file;
    private final int largest;
    private final Promise<Void> whole = Promise.promise();
    private long taken;

    private CappedFile(HttpClientResponse response, AsyncFile file, int largest) {
        this.response = response;
        this.file = file;
        this.largest = largest;
    }

    /** Called on the response's own context. The body that comes of it is empty: it stands in the file. */
    static Future<Buffer> of(Vertx vertx, HttpClientResponse response, Path into, int largest) {
        response.pause(); // until there is a file, no chunk may pass by
        OpenOptions fresh = new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(true);
        return vertx.fileSystem()
                .open(into.toString(), fresh)
                .compose(file -> new CappedFile(response, file, largest).taken())
                .map(done -> Buffer.buffer());
    }

    private Future<Void> taken() {
        response.exceptionHandler(whole::tryFail);
        file.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete());
        response.handler(this::take);
        response.resume();
        return whole.future().eventually(() -> file.close());
    }

    private void take(Buffer chunk) {
        taken += chunk.length();
        if (taken > largest) {
            if (whole.tryFail(new CappedBody.TooLarge(largest))) {
                response.request().reset();
            }
            return;
        }
        file.write(chunk).onFailure(whole::tryFail);
        if (file.writeQueueFull()) {
            response.pause();
            file.drainHandler(drained -> response.resume());
        }
    }
}
