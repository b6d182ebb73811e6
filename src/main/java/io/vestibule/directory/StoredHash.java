package io.vestibule.directory;

import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import java.util.Optional;

/** A password as it lies in the database: hashed here, or elsewhere and not yet typed here. */
sealed interface StoredHash permits PasswordHash, ImportedHash {
    String text();

    /** Whether it is to be made anew as soon as the password is here. */
    boolean below(Argon2Parameters wanted);

    static StoredHash parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalStateException("a password hash in the database is of an unknown kind"));
    }

    /** Of an operator's text; nothing when it is none of those known here, or costs more than a login may. */
    static Optional<StoredHash> read(String text) {
        return PasswordHash.isOne(text) ? Optional.of(PasswordHash.parse(text)) : ImportedHash.read(text);
    }
}
