package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser with cookies, redirects and forms, and without script: enough for a login over real HTTP. As in any browser,
 * cookies of one host are shared by its ports. SameSite is not enforced; what depends on it is tested in {@link ChromiumBrowser}.
 */
public final class PlainBrowser implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 20;
    private static final String MESSAGE = "form[method=post]:has([name=SAMLRequest], [name=SAMLResponse])";

    private final CookieManager cookies = new LoopbackCookies();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** A page, the address it came from, and every address that was asked on the way to it. */
    public record Visit(URI address, int status, String body, List<URI> trail) {
        public Document html() {
            return Jsoup.parse(body, address.toString());
        }

        public String title() {
            return html().title();
        }
    }

    public CookieManager cookies() {
        return cookies;
    }

    public Visit open(URI address) {
        return follow(HttpRequest.newBuilder(address).GET(), new ArrayList<>());
    }

    /** One request, its redirect not followed. */
    public HttpResponse<String> ask(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(Duration.ofSeconds(60)).build();
        try {
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(built.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + built.uri(), e);
        }
    }

    public Visit click(Visit on, String linkText) {
        Element link = on.html().select("a[href]").stream()
                .filter(a -> a.text().strip().equals(linkText))
                .findFirst()
                .orElseThrow(() -> missing("link '" + linkText + "'", on));
        return open(URI.create(link.absUrl("href")));
    }

    /** Fills and sends the page's only form, with its hidden fields and no button. */
    public Visit submit(Visit on, Map<String, String> fields) {
        return submit(on, "form", fields);
    }

    /**
     * Fills and sends one form of the page, with its hidden fields.
     *
     * @param form a CSS selector, such as {@code form:has([name=password])}
     * @param fields what is typed or pressed; a button counts as a field with its name and value
     */
    public Visit submit(Visit on, String form, Map<String, String> fields) {
        List<Element> found = on.html().select(form);
        if (found.size() != 1 || !(found.getFirst() instanceof FormElement chosen)) {
            throw missing("single form '" + form + "' (found " + found.size() + ")", on);
        }
        // A form that lost its password field must not pass because the test posts one all the same.
        fields.keySet().stream()
                .filter(name -> chosen.elements().stream()
                        .noneMatch(element -> element.attr("name").equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw missing("field '" + name + "' in the form", on);
                });
        String content = Stream.concat(
                        chosen.formData().stream()
                                .filter(field -> !fields.containsKey(field.key()))
                                .map(field -> pair(field.key(), field.value())),
                        fields.entrySet().stream().map(field -> pair(field.getKey(), field.getValue())))
                .collect(Collectors.joining("&"));
        String action = chosen.hasAttr("action")
                ? chosen.absUrl("action")
                : on.address().toString();
        boolean post = chosen.attr("method").equalsIgnoreCase("post");
        HttpRequest.Builder request = post
                ? HttpRequest.newBuilder(URI.create(action))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", origin(on.address()))
                        .POST(BodyPublishers.ofString(content))
                : HttpRequest.newBuilder(URI.create(action.replaceFirst("\\?.*", "") + "?" + content))
                        .GET();
        return follow(request, new ArrayList<>());
    }

    /**
     * Does what the script of a page does that only carries a message on: sends its form, and the next one's; goes where it goes
     * by itself at once, also to applications that it visits; loads the frames in which applications are told, and goes on when they are.
     */
    public Visit carryOn(Visit from) {
        Visit at = from;
        List<URI> trail = new ArrayList<>(from.trail());
        for (Optional<Visit> next = next(at); next.isPresent(); next = next(at)) {
            if (trail.size() > 5 * MOST_REDIRECTS) {
                throw new IllegalStateException("carried on without end: " + trail);
            }
            at = next.get();
            trail.addAll(at.trail());
        }
        return new Visit(at.address(), at.status(), at.body(), List.copyOf(trail));
    }

    private Optional<Visit> next(Visit at) {
        Document page = at.html();
        Element on = page.selectFirst("[data-on]");
        if (page.select(MESSAGE).size() == 1) {
            return Optional.of(submit(at, MESSAGE, Map.of()));
        }
        Element visit = page.selectFirst("[data-visit]");
        if (visit != null) {
            return Optional.of(open(URI.create(visit.attr("data-visit"))));
        }
        if (on == null) {
            return Optional.empty();
        }
        page.select("iframe[data-asked]")
                .forEach(frame -> carryOn(open(at.address().resolve(frame.attr("src")))));
        boolean byItself = on.attr("data-after").equals("0")
                || !page.select("iframe[data-asked]").isEmpty();
        return byItself ? Optional.of(open(at.address().resolve(on.attr("data-on")))) : Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Sends Secure cookies to loopback without TLS, as browsers do (W3C Secure Contexts §3.1), and nowhere else. */
    private static final class LoopbackCookies extends CookieManager {
        private LoopbackCookies() {
            super(null, CookiePolicy.ACCEPT_ALL);
        }

        @Override
        public Map<String, List<String>> get(URI address, Map<String, List<String>> headers) throws IOException {
            boolean loopback = Set.of("localhost", "127.0.0.1", "[::1]").contains(address.getHost());
            return super.get(
                    loopback ? URI.create(address.toString().replaceFirst("^http:", "https:")) : address, headers);
        }
    }

    private Visit follow(HttpRequest.Builder request, List<URI> trail) {
        // As every browser does when it goes to a page: mod_auth_openidc answers 401, not a login, to those who do not.
        HttpResponse<String> response = ask(request.setHeader("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        trail.add(response.uri());
        if (!REDIRECTS.contains(response.statusCode())) {
            return new Visit(response.uri(), response.statusCode(), response.body(), List.copyOf(trail));
        }
        if (trail.size() > MOST_REDIRECTS) {
            throw new IllegalStateException("redirected without end: " + trail);
        }
        URI next =
                response.uri().resolve(response.headers().firstValue("Location").orElseThrow());
        if (response.statusCode() >= 307) {
            // RFC 9110 §15.4.8: the method is kept.
            HttpRequest asked = response.request();
            return follow(
                    HttpRequest.newBuilder(next)
                            .method(asked.method(), asked.bodyPublisher().orElse(BodyPublishers.noBody())),
                    trail);
        }
        return follow(HttpRequest.newBuilder(next).GET(), trail);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static AssertionError missing(String what, Visit on) {
        return new AssertionError("no %s on %s (%d):%n%s".formatted(what, on.address(), on.status(), on.body()));
    }
}
