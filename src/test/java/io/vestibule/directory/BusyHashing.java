package io.vestibule.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Fills every hashing thread and every place in the queue, as a flood of logins does. */
@ApplicationScoped
public class BusyHashing {
    private final PasswordHashing hashing;
    private final List<Thread> crowd = new ArrayList<>();
    private CountDownLatch end = new CountDownLatch(0);

    BusyHashing(PasswordHashing hashing) {
        this.hashing = hashing;
    }

    public void begin() {
        CountDownLatch over = new CountDownLatch(1);
        end = over;
        int places = hashing.threads() * (1 + PasswordHashing.WAITING_PER_THREAD);
        CountDownLatch taken = new CountDownLatch(places);
        for (int i = 0; i < places; i++) {
            crowd.add(Thread.ofVirtual().start(() -> {
                taken.countDown();
                hashing.inTurn(() -> {
                    over.await();
                    return true;
                });
            }));
        }
        await(taken);
    }

    public void end() {
        end.countDown();
        crowd.forEach(BusyHashing::join);
        crowd.clear();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
