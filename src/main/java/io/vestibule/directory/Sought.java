package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import java.util.UUID;

/** Whose password is meant. */
sealed interface Sought {
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

    record ById(UUID id) implements Sought {
        @Override
        public String key() {
            return "id " + id;
        }
    }
}
