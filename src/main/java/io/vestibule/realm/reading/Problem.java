package io.vestibule.realm.reading;

/**
 * One thing an operator has to mend.
 *
 * @param path the key, such as {@code relyingParties[0].connectors}; empty for the whole file
 * @param sentence what is wrong and, where it can be known, what would be right; never a secret
 */
public record Problem(Mark at, String path, String sentence) {
    @Override
    public String toString() {
        return at + ": " + (path.isEmpty() ? "" : path + ": ") + sentence;
    }
}
