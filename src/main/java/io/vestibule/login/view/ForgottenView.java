package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * "Forgotten your password?": field {@code username}.
 *
 * @param flow the sealed flow, posted back as {@code flow}
 * @param sent whether this is the answer: the same whoever was named
 * @param minutes how long a link is good
 * @param back where the flow goes on
 */
public record ForgottenView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String username,
        boolean sent,
        long minutes,
        Optional<Problem> problem,
        URI back)
        implements PageModel {
    /** Why the form is shown again. */
    public enum Problem {
        /** The field was empty. */
        INCOMPLETE,
        /** Too many were asked for, from here or everywhere; later. */
        THROTTLED
    }

    @Override
    public String template() {
        return "forgotten";
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(URI.create(action + "?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)));
    }
}
