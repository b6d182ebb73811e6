package io.vestibule.boot;

/**
 * What one check saw.
 *
 * @param nextStep what to do about it; empty where nothing needs doing
 */
record Finding(Verdict verdict, String found, String nextStep) {
    enum Verdict {
        OK,
        WARNING,
        FAILURE
    }

    static Finding ok(String found) {
        return new Finding(Verdict.OK, found, "");
    }

    static Finding warning(String found, String nextStep) {
        return new Finding(Verdict.WARNING, found, nextStep);
    }

    static Finding failure(String found, String nextStep) {
        return new Finding(Verdict.FAILURE, found, nextStep);
    }
}
