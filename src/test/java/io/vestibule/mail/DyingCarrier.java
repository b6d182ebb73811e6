package io.vestibule.mail;

import io.quarkus.runtime.ShutdownEvent;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Set;

/** Nodes that are killed with letters in their hands. */
@ApplicationScoped
public class DyingCarrier {
    private final OwedLetters letters;
    private final OwedLetterRepository rows;
    private final Post post;

    DyingCarrier(OwedLetters letters, OwedLetterRepository rows, Post post) {
        this.rows = rows;
        this.post = post;
        this.letters = letters;
    }

    /** It wrote the letter, and died before it handed it in. */
    public void writeAndDie(RealmName realm, Letter letter) {
        if (!letters.owe(realm, letter, Duration.ofMinutes(20), false)) {
            throw new AssertionError("too many wait");
        }
    }

    /** It took one to hand it in, and died. */
    public void takeAndDie() {
        if (letters.take(Set.of()).isEmpty()) {
            throw new AssertionError("nothing waits");
        }
    }

    /** It is told to stop, and does, when it has written what was asked of it. */
    public void stopInPeace() {
        try {
            post.writeWhatWasPosted(new ShutdownEvent());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What other tests left. */
    @Transactional
    public void forgetAll() {
        rows.deleteAll();
    }

    public long waiting() {
        return letters.count();
    }
}
