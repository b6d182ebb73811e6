package io.vestibule.protocol.oidc.downstream;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Takes work off the thread that read the request. An endpoint that begins on a virtual thread has to wait there for the
 * body of a POST; one that begins where the body comes in has it already, which saves every such request two changes of
 * thread.
 */
@ApplicationScoped
class Blocking {
    private final ExecutorService threads;

    Blocking(@VirtualThreads ExecutorService threads) {
        this.threads = threads;
    }

    Uni<JsonReply> answer(Supplier<JsonReply> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(threads);
    }
}
