package io.vestibule.protocol.oidc.tryit;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Try it": what the demo application is, or what it was told.
 *
 * @param issuer whom it asks
 * @param start where a login begins; {@code fresh} asks for a new proof
 * @param signOut where the sign-out button posts
 */
public record TryItView(
        Optional<RealmName> pageRealm, URI issuer, URI start, URI fresh, URI signOut, Optional<Told> told)
        implements PageModel {
    /**
     * What a verified login said.
     *
     * @param session the claims about the sign-in itself: sid, auth_time, acr, amr
     * @param idToken the id_token's other claims
     * @param userinfo what userinfo answered
     */
    public record Told(String name, List<Claim> session, List<Claim> idToken, List<Claim> userinfo) {}

    /** One claim; a value that is no text is written as JSON. */
    public record Claim(String name, String value) {}

    @Override
    public String template() {
        return "try";
    }
}
