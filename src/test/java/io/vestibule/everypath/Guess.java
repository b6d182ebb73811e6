package io.vestibule.everypath;

/**
 * A row of the table of guesses: something secret that somebody shows.
 *
 * @param wrong a guess; whether it led anywhere
 * @param right the secret itself
 * @param rests whether too many guesses make the right one worthless for a while: not where nobody can guess it, and anybody
 *     could stop its owner
 * @param addressed whether the address that it comes from is the guesser's: a service passes on what others show it
 */
public record Guess(String name, Path.Attempt wrong, Path.Attempt right, boolean rests, boolean addressed) {
    /** Which the brake on its account, or its id, stops. */
    public static Guess of(String name, Path.Attempt wrong, Path.Attempt right) {
        return new Guess(name, wrong, right, true, true);
    }

    /** Of which nobody can think, so only addresses are counted. */
    public Guess unguessable() {
        return new Guess(name, wrong, right, false, addressed);
    }

    /** Which a service passes on. */
    public Guess byService() {
        return new Guess(name, wrong, right, rests, false);
    }
}
