package io.vestibule.portal;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.PageModel;
import io.vestibule.identity.Secret;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.logout.SignedOutView;
import io.vestibule.logout.VisitView;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders a reply as HTML, with the headers that keep it safe. */
@ApplicationScoped
class Pages {
    private static final Duration LANGUAGE_KEPT = Duration.ofDays(365);
    private static final String PERMISSIONS =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    private final Templates templates;
    private final Frames frames;

    Pages(Templates templates, Frames frames) {
        this.templates = templates;
        this.frames = frames;
    }

    RenderedPage page(BrowserReply.Page page, PageRequest request) {
        PageModel model = page.model();
        Texts texts = frames.texts(model, request);
        Frame frame = frames.around(model, request, texts);
        String html = templates.render(model.template(), texts, data(model, frame));
        String policy = model instanceof VisitView visit && visit.isPosted()
                ? ContentSecurityPolicy.autoPost(visit.to())
                : ContentSecurityPolicy.page(page.formDestinations(), pictures(model, frame), framed(model));
        Map<String, String> headers = model.withinOurPages() ? within(policy) : headers(policy);
        if (frame.application().isEmpty()) {
            // Not while an application waits: it may have opened us as a pop-up, and this would cut its line to us.
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
        }
        return new RenderedPage(html, headers, languageCookie(request, texts));
    }

    RenderedPage autoPost(BrowserReply.AutoPost post, PageRequest request) {
        Texts texts = frames.texts(request);
        String html = templates.render("auto-post", texts, Map.of("post", post, "frame", frames.bare(request, texts)));
        return new RenderedPage(html, headers(ContentSecurityPolicy.autoPost(post.to())), Optional.empty());
    }

    /** On to another site, as a page; see {@link FormChain}. */
    RenderedPage leaving(URI to, PageRequest request) {
        Texts texts = frames.texts(request);
        String html = templates.render("leave", texts, Map.of("to", to, "frame", frames.bare(request, texts)));
        return new RenderedPage(
                html, headers(ContentSecurityPolicy.page(List.of(), List.of(), List.of())), Optional.empty());
    }

    private static Map<String, Object> data(PageModel model, Frame frame) {
        Map<String, Object> data = new HashMap<>(Map.of("page", model, "frame", frame));
        if (model instanceof ChooseView view) {
            String search = frame.here()
                    .map(here -> here.value(PageRequest.SEARCH_PARAMETER))
                    .orElse("");
            data.put("picker", Picker.of(view, search));
        }
        return data;
    }

    /** For pages of ours that our own pages load in a frame, and nobody else's do. */
    private static Map<String, String> within(String policy) {
        Map<String, String> headers = headers(ContentSecurityPolicy.within(policy));
        headers.put("X-Frame-Options", "SAMEORIGIN");
        return headers;
    }

    private static Map<String, String> headers(String policy) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY"); // For browsers that do not know frame-ancestors.
        headers.put("Referrer-Policy", "no-referrer"); // Addresses of a login carry state.
        headers.put("Permissions-Policy", PERMISSIONS);
        return headers;
    }

    /** Nothing is loaded into our pages but those by which applications learn of a logout. */
    private static List<URI> framed(PageModel model) {
        return model instanceof SignedOutView view
                ? Stream.concat(view.frames().stream(), view.asked().stream().map(SignedOutView.Asked::at))
                        .toList()
                : List.of();
    }

    private static List<URI> pictures(PageModel model, Frame frame) {
        List<URI> pictures = new ArrayList<>();
        frame.organisation().flatMap(Frame.Organisation::logo).ifPresent(pictures::add);
        frame.application().flatMap(RelyingPartyView::logo).ifPresent(pictures::add);
        switch (model) {
            case ChooseView view ->
                view.choices().forEach(choice -> choice.logo().ifPresent(pictures::add));
            case HomeView view ->
                view.applications().forEach(application -> application.logo().ifPresent(pictures::add));
            case RealmsView view -> view.doors().forEach(door -> door.logo().ifPresent(pictures::add));
            default -> {
                // No pictures but those of the frame.
            }
        }
        return pictures;
    }

    private Optional<BrowserCookie> languageCookie(PageRequest request, Texts texts) {
        return frames.switched(request, texts)
                ? Optional.of(new BrowserCookie(
                        PageRequest.LANGUAGE_COOKIE, new Secret(texts.language()), "/", LANGUAGE_KEPT))
                : Optional.empty();
    }
}
