package io.vestibule.login;

import jakarta.enterprise.context.ApplicationScoped;

/** For tests of other rooms: what was asked for before is forgotten. */
@ApplicationScoped
public class TestThrottles {
    private final LetterThrottle letters;

    TestThrottles(LetterThrottle letters) {
        this.letters = letters;
    }

    public void forget() {
        letters.forget();
    }
}
