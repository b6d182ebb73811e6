package io.vestibule.login;

/** Names the stored half of what a login is for, where nobody is to be signed in by it alone. */
record LinkHandle(String value, Purpose purpose) {
    enum Purpose {
        /** Somebody who is signed in asked for another account to be linked. */
        WISH,
        /** A newcomer says that they are here already. */
        NEWCOMER,
        /** An operator tries a connector: whatever comes of it, nobody is signed in. */
        TEST
    }

    boolean wish() {
        return purpose == Purpose.WISH;
    }

    boolean test() {
        return purpose == Purpose.TEST;
    }
}
