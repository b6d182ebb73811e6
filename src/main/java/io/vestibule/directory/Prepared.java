package io.vestibule.directory;

/** A password on its way into the database: hashed before any transaction begins. */
sealed interface Prepared {
    record Ready(PasswordHash hash) implements Prepared {}

    record Refused(PasswordChange why) implements Prepared {}
}
