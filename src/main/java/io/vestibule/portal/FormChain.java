package io.vestibule.portal;

import io.vestibule.realm.BaseUrl;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Chromium holds every redirect that follows a form's POST against {@code form-action} of the page with the form, to the end
 * of the chain. An application whose callback sends people on to another host of its own would be cut off there, with a blank
 * page and no word. So a browser that posted a form leaves for another site by a page of ours, which begins a new chain. Not
 * within a page of another site: ours would not be shown there.
 */
final class FormChain {
    private static final Pattern WAY_STATION = Pattern.compile(".*/realms/[^/]+/login/(with|from)/.+");

    private FormChain() {}

    /**
     * @param method of the request that is answered
     * @param fetchMode the request header Sec-Fetch-Mode; only browsers send it, and {@code fetchDest}, Sec-Fetch-Dest
     */
    static boolean mustEnd(
            String method, Optional<String> fetchMode, Optional<String> fetchDest, URI to, BaseUrl ours) {
        boolean form = "POST".equals(method)
                && fetchMode.filter("navigate"::equals).isPresent()
                && fetchDest.map("document"::equals).orElse(true);
        // Custom schemes stay redirects: a browser opens an app for the person's click, not for a page by itself.
        // A way station of a login is no page: it redirects on, mostly to another site.
        boolean wayStation =
                to.getPath() != null && WAY_STATION.matcher(to.getPath()).matches();
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        return form && web && (wayStation || !sameOrigin(to, ours.value()));
    }

    private static boolean sameOrigin(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && Objects.equals(one.getHost(), other.getHost())
                && one.getPort() == other.getPort();
    }
}
