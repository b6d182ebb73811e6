package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The start page of a realm.
 *
 * @param person who is signed in, the current account first
 * @param applications those a person can go to from here
 * @param signOut where somebody has a session here, and be it one by which they may not go on
 */
public record HomeView(
        Optional<RealmName> pageRealm,
        List<Person> people,
        List<Application> applications,
        URI account,
        URI signIn,
        Optional<URI> signOut)
        implements PageModel {
    /** An account signed in in this browser. */
    public record Person(String displayName, String username, String connectorName) {}

    /** An application with a start page. */
    public record Application(String name, Optional<URI> logo, URI home) {}

    @Override
    public String template() {
        return "home";
    }
}
