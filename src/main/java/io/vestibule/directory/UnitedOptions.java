package io.vestibule.directory;

import io.vestibule.identity.Extra;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Options of somebody who is several: whatever any of them is asked for is asked for while they are one. */
@ApplicationScoped
class UnitedOptions {
    private final MergeRepository merges;
    private final UserRepository users;

    UnitedOptions(MergeRepository merges, UserRepository users) {
        this.merges = merges;
        this.users = users;
    }

    static UserOptions of(User stays, User goes) {
        return stays.options().strengthenedBy(goes.options());
    }

    /** As the column has them. */
    static String text(UserOptions options) {
        return Extra.of(options.json()).json();
    }

    /**
     * What is asked of {@code stays} once {@code gone} is another again: their own, and what the others brought along. Each of
     * the others began with what was there before it; where an administrator or the person said something in between, from
     * there on. What was said since the last one stays as it is.
     */
    String without(UserEntity stays, Merged gone) {
        String asked = stays.options;
        Optional<MergeRepository.Row> before = Optional.empty();
        for (MergeRepository.Row row : merges.rowsInto(gone.realm(), stays.id)) {
            boolean goesOn = before.map(MergeRepository.Row::optionsAfter)
                    .filter(row.optionsBefore()::equals)
                    .isPresent();
            String from = goesOn ? asked : row.optionsBefore();
            asked = row.merged().merged().equals(gone.merged()) ? from : with(from, row.merged());
            merges.began(row.merged(), from, asked);
            before = Optional.of(row);
        }
        return before.map(MergeRepository.Row::optionsAfter)
                        .filter(stays.options::equals)
                        .isPresent()
                ? asked
                : stays.options;
    }

    private String with(String options, Merged other) {
        return users.byId(other.realm(), other.merged().value())
                .map(row -> UserOptions.read(options).strengthenedBy(UserOptions.read(row.options)))
                .map(UnitedOptions::text)
                .orElse(options);
    }
}
