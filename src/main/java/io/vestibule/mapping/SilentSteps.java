package io.vestibule.mapping;

/**
 * How much of a search can happen without one look at the text, which is what {@link PythonPattern.Effort} counts: an
 * assertion, an empty alternative and a repetition of either succeed without looking, and beside the end of the text
 * everything does what it does without looking. All of it is an upper bound, for a part of a pattern.
 *
 * @param ways in how many ways it is passed through in silence
 * @param steps taken in silence from its beginning, those that lead nowhere included
 * @param waysOut in how many ways it is left in silence after a look within
 * @param stepsOut taken in silence after a look within
 * @param shortest of what it matches
 * @param longest of what it matches
 */
record SilentSteps(long ways, long steps, long waysOut, long stepsOut, long shortest, long longest) {
    static final SilentSteps NOTHING = new SilentSteps(1, 1, 0, 0, 0, 0);
    static final SilentSteps CHARACTER = new SilentSteps(0, 1, 1, 1, 1, 1);
    static final SilentSteps PLACE = new SilentSteps(1, 1, 1, 1, 0, 0);

    /** Everything beyond is as bad as it. */
    static final long ENDLESS = 1_000_000_000;

    /** What a group matched earlier, which may be nothing. */
    static final SilentSteps AS_BEFORE = new SilentSteps(1, 1, 1, 1, 0, ENDLESS);

    long most() {
        return Math.max(steps, stepsOut);
    }

    boolean isOfOneLength() {
        return shortest == longest && longest < ENDLESS;
    }

    SilentSteps then(SilentSteps next) {
        return new SilentSteps(
                times(ways, next.ways),
                plus(steps, times(ways, next.steps)),
                Math.max(times(waysOut, next.ways), next.waysOut),
                Math.max(plus(stepsOut, times(waysOut, next.steps)), next.stepsOut),
                plus(shortest, next.shortest),
                plus(longest, next.longest));
    }

    SilentSteps or(SilentSteps other) {
        return new SilentSteps(
                plus(ways, other.ways),
                plus(steps, plus(other.steps, 1)),
                Math.max(waysOut, other.waysOut),
                Math.max(stepsOut, other.stepsOut),
                Math.min(shortest, other.shortest),
                Math.max(longest, other.longest));
    }

    /** Looked for from where one stands, ahead or behind. */
    SilentSteps around() {
        return new SilentSteps(Math.max(1, ways), plus(steps, 1), Math.max(1, waysOut), plus(stepsOut, 1), 0, 0);
    }

    /** After as often as must be, once more for nothing at the most: an engine goes no further where it gets no further. */
    SilentSteps repeated(long least, long most) {
        long passed = 1;
        long must = ways == 1 ? times(least, steps) : 0;
        for (long i = 0; i < least && passed > 0 && passed < ENDLESS && ways != 1; i++) {
            must = plus(must, times(passed, steps));
            passed = times(passed, ways);
        }
        long more = most > least ? plus(ways, 1) : 1;
        long began = Math.max(1, passed);
        long rest = plus(must, times(began, plus(steps, 1)));
        boolean again = most > 1;
        return new SilentSteps(
                times(passed, more),
                plus(must, times(passed, plus(steps, 1))),
                again ? times(waysOut, times(began, plus(ways, 1))) : waysOut,
                again ? plus(stepsOut, times(waysOut, rest)) : stepsOut,
                times(shortest, least),
                times(longest, most));
    }

    private static long plus(long a, long b) {
        return Math.min(ENDLESS, a + b);
    }

    private static long times(long a, long b) {
        return Math.min(ENDLESS, a * b);
    }
}
