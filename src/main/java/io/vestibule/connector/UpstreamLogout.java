package io.vestibule.connector;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.UpstreamSession;
import java.net.URI;
import java.util.Set;

/** Signs a person out at the upstream too. */
public interface UpstreamLogout {
    /** The way on which the browser goes there, so that the upstream ends its session, and comes back to {@code returnTo}. */
    Way depart(UpstreamSession session, URI returnTo, String hop);

    /** Tells it from server to server, where nobody's browser goes there; ends the session that it made, or all of that person. */
    default Answer tell(UpstreamSession session) {
        return new Answer.NeedsBrowser();
    }

    /** Whether it can be told from server to server, and has no page for a browser; false as long as nothing is known of it. */
    default boolean takesNoBrowser(UpstreamSession session) {
        return false;
    }

    /** What came of telling an upstream without a browser. */
    sealed interface Answer {
        record Done() implements Answer {}

        /** It has no way for that, or nothing is known by which it would know the person. */
        record NeedsBrowser() implements Answer {}

        /** It could not be asked, or its answer not be believed; it may be asked again. {@code detail} is for the operator's log only. */
        record Failed(String detail) implements Answer {}

        /** It said no; it may be asked again. {@code detail} is for the operator's log only. */
        record Refused(String detail) implements Answer {}
    }

    /** What is known of the way to sign out at an upstream. */
    sealed interface Way {
        record Open(BrowserReply by) implements Way {}

        /** The upstream says that it has none, or nothing is known by which it would know the person. */
        record None() implements Way {}

        /** Nobody answers who could say it: the person is perhaps still signed in there. */
        record Unknown() implements Way {}
    }

    /** Addresses whose hosts may be internal ones when {@code address} is called, because the operator wrote them. */
    default Set<URI> writtenFor(URI address) {
        return Set.of();
    }
}
