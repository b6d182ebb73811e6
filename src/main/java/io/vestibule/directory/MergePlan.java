package io.vestibule.directory;

import java.util.List;
import java.util.Optional;

/**
 * What is to become of two users.
 *
 * @param obstacle a stable word why it cannot be, whoever asks
 * @param rules which authentication methods the one who stays will take: whatever either took
 */
public record MergePlan(User survivor, User merged, List<Part> parts, Optional<String> obstacle, MfaRules rules) {
    public MergePlan {
        parts = List.copyOf(parts);
    }

    /**
     * One kind of what they have: {@code identities}, {@code groups}, {@code roles}, …
     *
     * @param had what the one who stays has already
     * @param comes what comes along
     * @param ends what does not, since the one who stays has it or can have but one
     */
    public record Part(String kind, List<String> had, List<String> comes, List<String> ends) {
        public Part {
            had = List.copyOf(had);
            comes = List.copyOf(comes);
            ends = List.copyOf(ends);
        }

        boolean isEmpty() {
            return had.isEmpty() && comes.isEmpty() && ends.isEmpty();
        }
    }
}
