package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * "Set up an authenticator": a picture to scan, the same as text, and field {@code passcode} for the first code; field
 * {@code label} on the account page.
 *
 * @param relyingParty none on the account page
 * @param flow posted back as {@code flow}
 * @param why for what it is
 * @param formKey of the account page's forms
 * @param cancel where {@code name=cancel} is posted
 */
public record EnrolView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        URI action,
        String flow,
        Seed seed,
        Why why,
        Optional<String> formKey,
        Optional<Problem> problem,
        URI cancel)
        implements PageModel {
    private static final int GROUP = 4;

    /** What an authenticator app is given. */
    public record Seed(String issuer, String account, Secret base32) {
        /** The address that the picture carries, in the form that authenticator apps agreed on. */
        public String address() {
            String issued = encoded(issuer);
            return "otpauth://totp/" + issued + ":" + encoded(account) + "?secret=" + base32.reveal() + "&issuer="
                    + issued;
        }

        /** To be typed: in groups of four. */
        public String typed() {
            return base32.reveal().replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    /** What it will be asked for. */
    public enum Why {
        /** The login goes on only with one. */
        DEMANDED,
        /** Beside a password. */
        BESIDE_PASSWORD,
        /** Beside the word of whoever vouches for somebody without one. */
        BESIDE_ANOTHERS_WORD
    }

    public boolean demanded() {
        return why == Why.DEMANDED;
    }

    /** Why the form is shown again. */
    public enum Problem {
        /** The code is not the present one. */
        WRONG,
        /** Too many tries; later. */
        LOCKED,
        /** The field was empty. */
        INCOMPLETE,
        /** There are as many as anybody may have. */
        FULL
    }

    public static int status(Optional<Problem> problem) {
        return problem.map(why -> switch (why) {
                    case INCOMPLETE -> 400;
                    case WRONG -> 403;
                    case FULL -> 409;
                    case LOCKED -> 429;
                })
                .orElse(200);
    }

    @Override
    public String template() {
        return "enrol";
    }

    @Override
    public Optional<URI> again() {
        return demanded()
                ? Optional.of(URI.create(action + "?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
