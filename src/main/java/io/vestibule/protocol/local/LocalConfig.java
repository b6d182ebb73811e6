package io.vestibule.protocol.local;

import io.vestibule.realm.AssuranceWords;
import io.vestibule.realm.reading.IfAbsent;
import java.util.List;

/**
 * What a realm says about its local logins; the password policy is the realm's own.
 *
 * @param acr what a login with a password alone is called (OpenID Connect Core §2: agreed between the parties); 1 is the
 *     usual word for a single factor
 */
public record LocalConfig(@IfAbsent("'1'") String acr) implements AssuranceWords {
    private static final int LONGEST = 255;

    public LocalConfig {
        if (acr.isBlank() || acr.length() > LONGEST || acr.contains(" ")) {
            throw new IllegalArgumentException("acr must be one word of at most " + LONGEST + " characters");
        }
    }

    @Override
    public List<String> coined() {
        return List.of(acr);
    }
}
