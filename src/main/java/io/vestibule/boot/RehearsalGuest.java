package io.vestibule.boot;

import io.vestibule.directory.DemoPeople.FirstLogin;
import io.vestibule.identity.Secret;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Scene;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody at a browser without scripts, who signs in where asked and says yes to everything. Reads no HTML but that of our
 * own templates, on a server of its own with nobody else on it.
 */
final class RehearsalGuest implements Scene.Guest {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MOST_PAGES = 30;
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("\\baction=\"([^\"]*)\"");
    private static final Pattern WAY_IN = Pattern.compile("href=\"([^\"]*/login/with/[^\"]*)\"");

    private final BaseUrl baseUrl;
    private final Map<String, FirstLogin> logins;
    private final FirstLogin own;
    private final int way;
    private final CookieManager cookies = new CookieManager();

    /**
     * @param logins whom to sign in as, by the address of the realm whose page asks
     * @param own whom to be at the realm that is visited
     * @param way which of the ways in on a login page to take: the n-th link, or the password where there are not so many
     */
    RehearsalGuest(BaseUrl baseUrl, Map<String, FirstLogin> logins, FirstLogin own, int way) {
        this.baseUrl = baseUrl;
        this.logins = Map.copyOf(logins);
        this.own = own;
        this.way = way;
    }

    private record Page(URI address, int status, Map<String, List<String>> headers, String body) {}

    private record Form(URI action, String attributes, Map<String, String> fields) {}

    @Override
    public void open(Realm realm, String path) throws IOException {
        Page page = follow(request("GET", URI.create(baseUrl.issuer(realm.name()) + path), Map.of(), ""));
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Optional<Page> next = answer(page);
            if (next.isEmpty()) {
                return;
            }
            page = follow(next.get());
        }
        throw new IOException("no end of pages at " + page.address());
    }

    @Override
    public Scene.Answer send(Scene.Call call) throws IOException {
        Page page = request(
                call.method(),
                URI.create(call.url()),
                call.headers(),
                call.json().orElse(""));
        if (page.status() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IOException(call.method() + " " + call.url() + " " + page.status());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        page.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Scene.Answer(headers, page.body());
    }

    @Override
    public String username() {
        return own.username();
    }

    @Override
    public Secret password() {
        return own.password();
    }

    /** Nothing where the page asks nothing. */
    private Optional<Page> answer(Page page) throws IOException {
        Optional<Form> password = form(page, "class=\"password\"");
        List<String> ways = password.isEmpty()
                ? List.of()
                : WAY_IN.matcher(page.body())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        if (way < ways.size()) {
            URI there = page.address().resolve(text(ways.get(way)));
            return Optional.of(request("GET", there, Map.of(), ""));
        }
        if (password.isPresent()) {
            FirstLogin login = loginAt(page.address());
            return Optional.of(submit(
                    password.get(),
                    Map.of(
                            "username",
                            login.username(),
                            "password",
                            login.password().reveal())));
        }
        Optional<Form> question = form(page, "class=\"answers\"");
        if (question.isPresent()) {
            return Optional.of(submit(question.get(), Map.of("consent", "allow")));
        }
        Optional<Form> newcomer = form(page, "class=\"ways\"")
                .filter(asked -> asked.action().getPath().contains("/login/"));
        if (newcomer.isPresent()) {
            return Optional.of(submit(newcomer.get(), Map.of("answer", "new")));
        }
        Optional<Form> onward = form(page, "id=\"auto-post\"");
        return onward.isPresent() ? Optional.of(submit(onward.get(), Map.of())) : Optional.empty();
    }

    private FirstLogin loginAt(URI address) throws IOException {
        return logins.entrySet().stream()
                .filter(login -> address.toString().startsWith(login.getKey() + "/"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IOException("nobody to sign in as at " + address));
    }

    private Page follow(Page answered) throws IOException {
        Page page = answered;
        for (int hops = 0; page.headers().containsKey("location") && page.status() / 100 == 3; hops++) {
            if (hops == MOST_PAGES) {
                throw new IOException("no end of redirects at " + page.address());
            }
            URI next = page.address().resolve(page.headers().get("location").getFirst());
            page = request("GET", next, Map.of(), "");
        }
        if (page.status() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IOException(page.address().getPath() + " " + page.status());
        }
        return page;
    }

    private Page submit(Form form, Map<String, String> typed) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(typed);
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                baseUrl.value().toString());
        return request("POST", form.action(), headers, body);
    }

    private static Optional<Form> form(Page page, String attribute) {
        return FORM.matcher(page.body())
                .results()
                .filter(found -> found.group(1).contains(attribute))
                .map(found -> new Form(action(page, found.group(1)), found.group(1), hidden(found.group(2))))
                .findFirst();
    }

    private static URI action(Page page, String attributes) {
        Matcher action = ACTION.matcher(attributes);
        return action.find() ? page.address().resolve(text(action.group(1))) : page.address();
    }

    private static Map<String, String> hidden(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        HIDDEN.matcher(form).results().forEach(field -> fields.put(text(field.group(1)), text(field.group(2))));
        return fields;
    }

    /** Of HTML that Qute escaped. */
    private static String text(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Page request(String method, URI address, Map<String, String> headers, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        List<String> kept = cookies.get(address, Map.of()).getOrDefault("Cookie", List.of());
        if (!kept.isEmpty()) {
            connection.setRequestProperty("Cookie", String.join("; ", kept));
        }
        try {
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            return read(address, connection);
        } finally {
            connection.disconnect();
        }
    }

    private Page read(URI address, HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        cookies.put(address, connection.getHeaderFields());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name, values);
            }
        });
        try (InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            return new Page(
                    address,
                    status,
                    headers,
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
