package io.vestibule.identity;

import java.util.UUID;

/** Ids that are drawn and not declared, as Keystone writes them: 32 hexadecimal digits. Nobody's secret. */
public final class DrawnId {
    private DrawnId() {}

    public static String next() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
