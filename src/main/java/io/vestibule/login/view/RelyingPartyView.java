package io.vestibule.login.view;

import io.vestibule.realm.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The application on every page of the flow.
 *
 * @param host where the answer will go, as verified against its registration; empty when it goes to no site
 * @param languages which it asked the page to be in, BCP 47, most wanted first
 * @param anybody whether it takes whoever signs in; else it expects one certain person, and another is of no use to it
 */
public record RelyingPartyView(
        String name, Optional<URI> logo, Optional<URI> home, String host, List<String> languages, boolean anybody) {
    public RelyingPartyView {
        languages = List.copyOf(languages);
    }

    public RelyingPartyView(String name, Optional<URI> logo, Optional<URI> home, String host, List<String> languages) {
        this(name, logo, home, host, languages, true);
    }

    public static RelyingPartyView of(RelyingParty relyingParty, URI replyTo) {
        return of(relyingParty, replyTo, List.of());
    }

    public static RelyingPartyView of(RelyingParty relyingParty, URI replyTo, List<String> languages) {
        String host = replyTo.getHost() == null ? replyTo.getScheme() : replyTo.getHost();
        return new RelyingPartyView(
                relyingParty.displayName(), relyingParty.logo(), relyingParty.home(), host, languages);
    }

    /** Of an application on a device, which has no site but the one it may have declared. */
    public RelyingPartyView onDevice() {
        return new RelyingPartyView(name, logo, home, home.map(URI::getHost).orElse(""), languages, anybody);
    }

    public RelyingPartyView expectingOne() {
        return new RelyingPartyView(name, logo, home, host, languages, false);
    }
}
