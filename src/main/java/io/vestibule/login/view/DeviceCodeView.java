package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * "Enter the code that your device shows": field {@code user_code}.
 *
 * @param code to begin with: what the address said, or what was typed
 * @param elsewhere this page with the code, to be opened on a telephone
 */
public record DeviceCodeView(
        Optional<RealmName> pageRealm,
        URI action,
        String code,
        Optional<Elsewhere> elsewhere,
        Optional<Problem> problem)
        implements PageModel {
    /** An address to be drawn as a picture. */
    public record Elsewhere(URI address) {}

    /** Why the form is shown again. */
    public enum Problem {
        /** No device shows this code, or none any more. */
        WRONG,
        /** Too many wrong codes from here; later. */
        LOCKED,
        /** Too many wrong codes from everywhere; signed in, they are told apart. */
        SIGN_IN_FIRST,
        /** The field was empty. */
        INCOMPLETE
    }

    public int status() {
        return problem.map(why -> switch (why) {
                    case WRONG, INCOMPLETE -> 400;
                    case LOCKED, SIGN_IN_FIRST -> 429;
                })
                .orElse(200);
    }

    @Override
    public String template() {
        return "device";
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(URI.create(action + "?user_code=" + URLEncoder.encode(code, StandardCharsets.UTF_8)));
    }
}
