package io.vestibule.directory;

/** Whose word a profile or a group membership is: a connector's id, or this. */
final class Origin {
    /** Declared in the realm's file; no connector can be called that. */
    static final String REALM_FILE = "@file";

    private Origin() {}
}
