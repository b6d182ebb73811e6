package io.vestibule.bench;

import java.io.IOException;

/** An answer that a relying party would not accept. */
final class Wrong extends IOException {
    private static final long serialVersionUID = 1L;

    Wrong(String what) {
        super(what);
    }
}
