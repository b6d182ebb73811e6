package io.vestibule.mapping;

import java.util.Optional;
import java.util.Set;

/** What rules leave of a profile: they decide name and address where they say them, and all groups. */
final class RuledPerson {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_EMAIL = 254;

    private RuledPerson() {}

    /** @param claimed as the profile is without rules */
    static MappedPerson of(MappedUser user, MappedPerson claimed) {
        Optional<String> name = user.name().or(user::id).map(text -> SafeText.name(text, LONGEST_NAME));
        Optional<String> email = user.email().filter(RuledPerson::isAddress).or(claimed::email);
        return new MappedPerson(
                name.filter(text -> !text.isEmpty()).orElse(claimed.username()),
                claimed.displayName(),
                email,
                claimed.emailVerified() && email.equals(claimed.email()), // another address nobody has verified
                claimed.claims(),
                Set.of());
    }

    private static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.equals(SafeText.name(text, LONGEST_EMAIL));
    }
}
