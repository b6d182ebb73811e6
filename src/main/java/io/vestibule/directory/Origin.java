package io.vestibule.directory;

/** Whose word a profile or a group membership is: a connector's id, or one of these, which no connector can be called. */
final class Origin {
    /** Declared in the realm's file. */
    static final String REALM_FILE = "@file";

    /** An administrator's, at the Identity API or the command line. */
    static final String ADMINISTRATOR = "@api";

    /** Proven by a letter that the person answered. */
    static final String MAIL = "@mail";

    private Origin() {}
}
