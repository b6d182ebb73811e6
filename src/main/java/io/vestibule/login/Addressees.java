package io.vestibule.login;

import io.vestibule.directory.User;
import io.vestibule.mail.Wording.Addressee;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Users as letters address them. */
public final class Addressees {
    private Addressees() {}

    /** In the language that is known to be theirs, else in that of the browser that a letter was asked for in. */
    public static Addressee of(User user, String address, List<Locale> browser) {
        List<String> languages = new ArrayList<>();
        user.claims().first("locale").map(tag -> tag.replace('_', '-')).ifPresent(languages::add);
        browser.stream().map(Locale::toLanguageTag).forEach(languages::add);
        return new Addressee(address, user.displayName(), user.username(), languages);
    }
}
