package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * "One more step": field {@code passcode}, or {@code recovery}.
 *
 * @param flow handle of the waiting login, posted back as {@code flow}
 * @param passcode whether a code of an authenticator would do
 * @param passkey where one would do
 * @param recovery whether a code on paper would do
 * @param cancel where {@code name=cancel} is posted
 */
public record FactorView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String displayName,
        String username,
        boolean passcode,
        Optional<PasskeyForm> passkey,
        boolean recovery,
        Optional<Problem> problem,
        URI cancel)
        implements PageModel {
    /** Why the form is shown again. */
    public enum Problem {
        /** The code is not the present one. */
        WRONG,
        /** The passkey did not do. */
        PASSKEY,
        /** The code on paper is none, or was used. */
        WRONG_RECOVERY,
        /** The code was good for once. */
        USED_BEFORE,
        /** Too many tries; later. */
        LOCKED,
        /** The field was empty. */
        INCOMPLETE
    }

    @Override
    public String template() {
        return "factor";
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(URI.create(action + "?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)));
    }
}
