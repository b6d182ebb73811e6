package io.vestibule.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.realm.StartPrevented;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The server, from start to stop, on the calling thread. */
record ServerRun(Settings settings) {
    private static final Logger LOG = Logger.getLogger(ServerRun.class);

    /** Returns the status to exit with. With a handler given, the framework itself says nothing of a failure. */
    int serve(Class<? extends QuarkusApplication> whatToRun, String... arguments) {
        AtomicInteger status = new AtomicInteger();
        Quarkus.run(
                whatToRun,
                (code, failure) -> {
                    status.set(code);
                    tell(failure);
                },
                arguments);
        return status.get();
    }

    void tell(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        Throwable cause = root(failure);
        if (cause instanceof BindException) {
            say("port " + settings.httpPort() + " at " + settings.httpHost()
                    + " is taken. Stop what listens there, or set QUARKUS_HTTP_PORT.");
        } else if (cause instanceof StartPrevented) {
            say(String.valueOf(cause.getMessage()));
        } else {
            LOG.error("the server did not start", failure);
            say(String.valueOf(cause.getMessage())); // last, because it is what a person looks at first
        }
    }

    private static void say(String sentence) {
        System.err.println("vestibule: could not start: " + sentence);
    }

    private static Throwable root(Throwable failure) {
        return Stream.iterate(failure, one -> one != null, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(failure);
    }
}
