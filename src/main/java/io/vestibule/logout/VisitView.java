package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page from which the browser leaves for a relying party that it alone can tell. It stays while that one does not answer, and
 * goes on without it: by script when its time is over, by its link at any time.
 *
 * @param name what people call it
 * @param fields to be posted; none where the address is only visited
 * @param without where the browser goes on
 * @param time by when it has to begin to answer
 */
public record VisitView(
        Optional<RealmName> pageRealm,
        String name,
        URI to,
        Map<String, String> fields,
        URI without,
        Duration time,
        List<String> languages)
        implements PageModel {
    public VisitView {
        fields = Map.copyOf(fields);
    }

    /** By the way that its protocol says. */
    static BrowserReply leaving(
            RealmName realm, String name, BrowserReply way, URI without, Duration time, List<String> languages) {
        return switch (way) {
            case BrowserReply.Redirect redirect ->
                page(new VisitView(Optional.of(realm), name, redirect.to(), Map.of(), without, time, languages));
            case BrowserReply.AutoPost post ->
                page(new VisitView(Optional.of(realm), name, post.to(), post.fields(), without, time, languages));
            case BrowserReply.Page page -> page;
        };
    }

    private static BrowserReply page(VisitView view) {
        return new BrowserReply.Page(200, view);
    }

    /** It wants a form of ours, and may send the browser on by any host of its own. */
    public boolean isPosted() {
        return !fields.isEmpty();
    }

    @Override
    public String template() {
        return "visit";
    }
}
