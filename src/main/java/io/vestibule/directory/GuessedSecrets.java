package io.vestibule.directory;

import io.vestibule.identity.Secret;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Failures by the id of a secret that somebody thought up for a program: it rests after as many wrong ones as an account does.
 * One that was made here cannot be guessed, and its id may be known to anybody: a lock would only let them stop the program.
 */
@ApplicationScoped
public class GuessedSecrets {
    private static final int SHORTEST_MADE = 32; // hexadecimal digits of 128 bits
    private static final String KEY = "secret\n"; // no name that somebody types has an end of line in it

    private final GuessedNames names;

    GuessedSecrets(GuessedNames names) {
        this.names = names;
    }

    /** Whether it is short enough to have been thought up. */
    public static boolean guessable(Secret secret) {
        return secret.reveal().length() < SHORTEST_MADE;
    }

    public boolean rests(Realm realm, String id) {
        return names.rests(realm.name(), KEY + id);
    }

    /** What somebody showed for it was right, or not. */
    public void shown(Realm realm, String id, boolean right) {
        if (right) {
            names.forget(realm.name(), KEY + id);
        } else {
            names.failed(realm.name(), KEY + id, realm.passwords());
        }
    }
}
