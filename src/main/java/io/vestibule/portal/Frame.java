package io.vestibule.portal;

import io.vestibule.login.view.RelyingPartyView;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What every page has around its own words; templates read it as {@code frame}.
 *
 * @param language BCP 47 tag of the page
 * @param locale that language as the region writes it that the person wants: of dates
 * @param direction {@code ltr} or {@code rtl}
 * @param organisation whose door this is: the realm
 * @param application for whom the person signs in
 * @param languages the switch; empty when there is nothing to switch
 * @param here the address that shows this page again, when there is one
 */
public record Frame(
        String language,
        String locale,
        String direction,
        Optional<Organisation> organisation,
        Optional<RelyingPartyView> application,
        List<LanguageLink> languages,
        Optional<PageAddress> here,
        Links links) {
    /** The realm as its pages show it. */
    public record Organisation(String name, Optional<URI> logo, String home) {}

    /** One language of the switch, in its own words. */
    public record LanguageLink(String tag, String name, String direction, boolean current, String href) {}

    /** Addresses of what the page loads; {@code theme} only where a realm has one. */
    public record Links(String stylesheet, Optional<String> theme, String script, String autoPost, String icon) {}
}
