package io.vestibule.protocol.saml.tryit;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Try it with SAML": what the demo service provider is, or what it was told.
 *
 * @param identityProvider whom it asks
 * @param start where a login begins; {@code fresh} asks for a new proof
 * @param signOut where the sign-out button posts
 */
public record TrySamlView(
        Optional<RealmName> pageRealm, String identityProvider, URI start, URI fresh, URI signOut, Optional<Told> told)
        implements PageModel {
    /**
     * What a verified assertion said.
     *
     * @param session NameID and authentication context
     */
    public record Told(String name, List<Said> session, List<Said> attributes) {}

    /** One name with what was said of it. */
    public record Said(String name, String value) {}

    @Override
    public String template() {
        return "try-saml";
    }
}
