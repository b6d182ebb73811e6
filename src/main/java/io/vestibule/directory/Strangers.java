package io.vestibule.directory;

/** What becomes of somebody whom a connector brings for the first time. */
public enum Strangers {
    /** Made a user, or joined to one where the realm's rules say so. */
    LET_IN,
    /** The same, unless they are to say first whether they have an account here already. */
    ASKED,
    /** Nothing. */
    LEFT_OUT
}
