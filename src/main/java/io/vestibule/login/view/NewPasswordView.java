package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.directory.PasswordChange;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * "Choose a new password": fields {@code username}, {@code password} (the present one), {@code wanted}, {@code repeated}.
 *
 * @param flow the sealed flow, posted back as {@code flow}
 * @param minimumLength characters a new password has at least
 * @param wanted what else it has to be like, in the operator's words
 * @param unique how many passwords in a row differ
 * @param back where the flow goes on without a new password
 */
public record NewPasswordView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String username,
        int minimumLength,
        Optional<String> wanted,
        int unique,
        Optional<Problem> problem,
        URI back)
        implements PageModel {
    /** Why the form is shown again. */
    public enum Problem {
        /** A field was empty. */
        INCOMPLETE,
        /** The new password was typed in two ways. */
        NOT_REPEATED,
        /** The present password is not right. */
        BAD_CREDENTIALS,
        /** Too many tries; later. */
        THROTTLED,
        /** Too many people sign in at this moment. */
        BUSY,
        TOO_SHORT,
        /** Not as {@code wanted} says. */
        NOT_AS_WANTED,
        /** One of the passwords before. */
        USED_BEFORE,
        /** Changed a short time ago. */
        TOO_SOON,
        /** Only an administrator can change this one. */
        ONLY_BY_ADMINISTRATORS,
        /** With characters no keyboard can type again, or endless. */
        UNUSABLE;

        /** What speaks against the new password or this moment; none when it is something else, or nothing. */
        public static Optional<Problem> of(PasswordChange outcome) {
            return switch (outcome) {
                case PasswordChange.TooShort no -> Optional.of(TOO_SHORT);
                case PasswordChange.NotAsWanted no -> Optional.of(NOT_AS_WANTED);
                case PasswordChange.UsedBefore no -> Optional.of(USED_BEFORE);
                case PasswordChange.TooSoon no -> Optional.of(TOO_SOON);
                case PasswordChange.OnlyByAdministrators no -> Optional.of(ONLY_BY_ADMINISTRATORS);
                case PasswordChange.Unusable no -> Optional.of(UNUSABLE);
                case PasswordChange.Busy busy -> Optional.of(BUSY);
                case PasswordChange.NotProven other -> Optional.empty();
                case PasswordChange.UnknownUser gone -> Optional.empty();
                case PasswordChange.Changed done -> Optional.empty();
            };
        }
    }

    @Override
    public String template() {
        return "new-password";
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(URI.create(action + "?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)));
    }
}
