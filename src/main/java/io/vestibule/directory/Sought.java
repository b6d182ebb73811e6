package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.mapping.SafeText;
import java.text.Normalizer;
import java.util.UUID;

/** Whose password is meant. */
sealed interface Sought {
    int LONGEST_NAME = 255;

    /** What guesses are counted under; each way of naming somebody has its own count, the account has one for all. */
    String key();

    /** What a person typed, folded: a user name or an e-mail address. */
    record Typed(String key) implements Sought {}

    /** A name within a domain, folded. */
    record InDomain(DomainId domain, String name) implements Sought {
        @Override
        public String key() {
            return "name " + domain + " " + name;
        }
    }

    /** A name with something invisible in it is nobody's, however much it looks like somebody's. */
    static boolean couldBeName(String typed) {
        String name = Normalizer.normalize(typed.length() > LONGEST_NAME ? "" : typed.strip(), Normalizer.Form.NFC);
        return !name.isEmpty() && name.equals(SafeText.name(name, LONGEST_NAME));
    }

    record ById(UUID id) implements Sought {
        @Override
        public String key() {
            return "id " + id;
        }
    }
}
