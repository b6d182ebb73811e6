package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * "Choose how to sign in": the picker, and the password form when a connector takes one.
 *
 * @param flow the sealed flow, posted back as {@code flow}; bound to this browser, so it is the CSRF token too
 * @param password the password form, when offered
 * @param choices connectors to go away to
 * @param lastUsed id of the connector used last in this browser
 * @param cancel where {@code name=cancel} is posted: back to the relying party with a refusal; empty when there is nowhere to go
 */
public record ChooseView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        String flow,
        Optional<PasswordForm> password,
        List<Choice> choices,
        Optional<String> lastUsed,
        Optional<URI> cancel)
        implements PageModel {
    /**
     * Fields {@code username}, {@code password}, button "Sign in".
     *
     * @param action where it is posted
     * @param username filled in already
     * @param problem what went wrong the last time
     * @param passkey where one would do instead
     * @param forgotten where a forgotten password is replaced
     */
    public record PasswordForm(
            URI action,
            String connectorName,
            String username,
            Optional<Problem> problem,
            Optional<PasskeyForm> passkey,
            Optional<URI> forgotten) {
        /** Whether the browser may fill a passkey in by itself: not again one that was just refused. */
        public boolean autofill() {
            return passkey.isPresent()
                    && problem.filter(Problem.PASSKEY::equals).isEmpty();
        }
    }

    /** Why the form is shown again. */
    public enum Problem {
        /** Wrong user name or password. */
        BAD_CREDENTIALS,
        /** Too many tries; later. */
        THROTTLED,
        /** The passkey did not do. */
        PASSKEY,
        /** A field was empty. */
        INCOMPLETE,
        /** Signed in as somebody else than the application expects. */
        OTHER_PERSON
    }

    /** One connector: a plain link, so that it needs no JavaScript and no form. */
    public record Choice(String id, String name, Optional<URI> logo, URI href) {}

    @Override
    public String template() {
        return "choose";
    }

    /** A wrong password is answered to its POST; the same address shows the flow by GET. */
    @Override
    public Optional<URI> again() {
        return password.map(
                form -> URI.create(form.action() + "?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)));
    }
}
