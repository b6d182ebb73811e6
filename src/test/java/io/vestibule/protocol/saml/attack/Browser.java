package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.RedirectQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The least that a service provider needs to see of a browser: cookies, by host, and forms that post themselves. */
public final class Browser {
    private static final Pattern FORM = Pattern.compile("(?is)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern INPUT = Pattern.compile("(?is)<input\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?is)([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern CHARACTER = Pattern.compile("&#(x?)([0-9a-fA-F]+);");

    private final HttpClient client;
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();
    private final String given;

    public Browser(HttpClient client, String given) {
        this.client = client;
        this.given = given;
    }

    /** An answer, and the names of the cookies that it set. */
    public record Page(URI address, int status, String location, Set<String> cookies, String body) {
        /** What tells an acceptance from a refusal, without reading the page. */
        String fingerprint() {
            return status + " " + location.replaceFirst("[?#].*", "") + " " + cookies;
        }

        public String whole() {
            return "HTTP " + status + "\nLocation: " + location + "\nSet-Cookie: " + cookies + "\n\n" + body;
        }
    }

    /** Of all cookies that it has now, of whatever host. */
    public Set<String> cookieNames() {
        return cookies.values().stream()
                .flatMap(jar -> jar.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A form of a page. */
    record Form(URI action, Map<String, String> fields) {}

    public Page get(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    Page post(Form form) {
        return send(HttpRequest.newBuilder(form.action())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(RedirectQuery.form(form.fields()))));
    }

    /** Sends a message; where the answer is a page that posts it once more to the same server, does that. */
    public Page send(URI acs, Message message) {
        String address = acs.toString();
        String query = message.query().isEmpty() ? "" : (address.contains("?") ? "&" : "?") + message.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + query));
        if (message.method().equals("POST")) {
            request.header("Content-Type", message.contentType()).POST(BodyPublishers.ofByteArray(message.body()));
        } else {
            request.GET();
        }
        Page page = send(request);
        for (int again = 0; again < 2; again++) {
            Form form = form(page);
            if (form == null
                    || !form.action().toString().replaceFirst("[?#].*", "").equals(address)) {
                break;
            }
            page = post(form);
        }
        return page;
    }

    /** The only form of a page, or null. */
    static @Nullable Form form(Page page) {
        Matcher form = FORM.matcher(page.body());
        if (page.status() != 200 || !form.find()) {
            return null;
        }
        String action = attributes(form.group(1)).getOrDefault("action", "");
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(form.group(2));
        while (input.find()) {
            Map<String, String> attributes = attributes(input.group(1));
            if (attributes.containsKey("name")) {
                fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        }
        return new Form(page.address().resolve(action), fields);
    }

    private Page send(HttpRequest.Builder request) {
        URI address = request.copy().build().uri();
        Map<String, String> jar = cookies.computeIfAbsent(address.getHost(), host -> new TreeMap<>());
        String sent = jar.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        String all = given.isEmpty() || sent.isEmpty() ? given + sent : given + "; " + sent;
        if (!all.isEmpty()) {
            request.header("Cookie", all);
        }
        request.header("Accept", "text/html,*/*;q=0.8").timeout(Duration.ofSeconds(60));
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            Set<String> set = new TreeSet<>();
            for (String header : response.headers().allValues("Set-Cookie")) {
                keep(header, jar, set);
            }
            String location = response.headers().firstValue("Location").orElse("");
            return new Page(
                    address,
                    response.statusCode(),
                    location.isEmpty() ? "" : address.resolve(location).toString(),
                    set,
                    response.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(address + ": " + broken, broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped at " + address, stopped);
        }
    }

    private static void keep(String header, Map<String, String> jar, Set<String> set) {
        for (HttpCookie cookie : HttpCookie.parse(header)) {
            if (cookie.getMaxAge() == 0 || cookie.getValue().isEmpty()) {
                jar.remove(cookie.getName());
            } else {
                jar.put(cookie.getName(), cookie.getValue());
                set.add(cookie.getName());
            }
        }
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher one = ATTRIBUTE.matcher(tag);
        while (one.find()) {
            String value = one.group(2) != null ? one.group(2) : one.group(3);
            attributes.put(one.group(1).toLowerCase(Locale.ROOT), unescape(value));
        }
        return attributes;
    }

    private static String unescape(String html) {
        return CHARACTER
                .matcher(html)
                .replaceAll(one -> Matcher.quoteReplacement(Character.toString(
                        Integer.parseInt(one.group(2), one.group(1).isEmpty() ? 10 : 16))))
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
