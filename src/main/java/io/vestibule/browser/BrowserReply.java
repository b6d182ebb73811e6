package io.vestibule.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the browser goes next. Protocols and rooms return it as data; one writer in {@code portal} renders it. */
public sealed interface BrowserReply {
    /** Cookies to set with this reply. */
    List<BrowserCookie> cookies();

    /** This reply, setting {@code more} cookies too. */
    BrowserReply with(List<BrowserCookie> more);

    /** Follow a redirect, with 303 so that a POST is never repeated at the target (RFC 9700 §4.12). */
    record Redirect(URI to, List<BrowserCookie> cookies) implements BrowserReply {
        public Redirect(URI to) {
            this(to, List.of());
        }

        @Override
        public Redirect with(List<BrowserCookie> more) {
            return new Redirect(to, joined(cookies, more));
        }
    }

    /** A form which posts itself, with a button for those without JavaScript (form_post, SAML POST binding). */
    record AutoPost(URI to, Map<String, String> fields, List<BrowserCookie> cookies) implements BrowserReply {
        public AutoPost(URI to, Map<String, String> fields) {
            this(to, fields, List.of());
        }

        @Override
        public AutoPost with(List<BrowserCookie> more) {
            return new AutoPost(to, fields, joined(cookies, more));
        }
    }

    /**
     * A page of ours.
     *
     * @param status HTTP status
     * @param formDestinations where a form on this page may lead, redirects included (CSP {@code form-action})
     */
    record Page(int status, PageModel model, List<URI> formDestinations, List<BrowserCookie> cookies)
            implements BrowserReply {
        public Page(int status, PageModel model) {
            this(status, model, List.of(), List.of());
        }

        @Override
        public Page with(List<BrowserCookie> more) {
            return new Page(status, model, formDestinations, joined(cookies, more));
        }
    }

    private static List<BrowserCookie> joined(List<BrowserCookie> some, List<BrowserCookie> more) {
        List<BrowserCookie> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
