package io.vestibule.outbound;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The system's resolver with a deadline. It runs on its own platform threads, because a native lookup holds the carrier of
 * a virtual thread for as long as a dead name server makes it wait.
 */
@ApplicationScoped
class PatientResolver implements NameResolver {
    private static final int THREADS = 64;

    private final Duration patience;
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), PatientResolver::daemon);

    PatientResolver(OutboundSettings settings) {
        this.patience = settings.connectTimeout();
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        try {
            Future<InetAddress[]> lookup = threads.submit(() -> InetAddress.getAllByName(host));
            return List.of(lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException full) {
            throw unknown(host, "too many lookups under way", full);
        } catch (TimeoutException slow) {
            throw unknown(host, "the resolver did not answer within " + patience.toMillis() + " ms", slow);
        } catch (ExecutionException failed) {
            throw unknown(host, "no such name", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unknown(host, "interrupted", stopped);
        }
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private static UnknownHostException unknown(String host, String why, Throwable cause) {
        UnknownHostException exception = new UnknownHostException(host + ": " + why);
        exception.initCause(cause);
        return exception;
    }

    private static Thread daemon(Runnable lookup) {
        return Thread.ofPlatform().name("outbound-lookup").daemon().unstarted(lookup);
    }
}
