package io.vestibule.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cookies, redirects and the one form of a login. Knows one host; Secure and SameSite are not looked at. */
final class Browser {
    private static final Pattern FORM =
            Pattern.compile("<form[^>]*method=\"post\"[^>]*action=\"([^\"]+)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final int MOST_HOPS = 6;

    private final Connection connection;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    Browser(Connection connection) {
        this.connection = connection;
    }

    private record Cookie(String name, String value, String path) {}

    record Person(String username, String password) {}

    /** Where the application is called back, as the parameters of that address. */
    Map<String, String> visit(String target, String callback, Person person) throws IOException {
        Connection.Response response = get(target);
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            String location = response.header("location").orElse("");
            if (location.startsWith(callback)) {
                return parameters(URI.create(location).getRawQuery());
            }
            if (!location.isEmpty()) {
                URI to = URI.create(location);
                response = get(to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery()));
            } else if (response.status() == 200 && person != null) {
                response = submit(response.text(), person);
            } else {
                throw new Wrong("no way on from " + response.status() + (person == null ? ": login asked" : ""));
            }
        }
        throw new Wrong("too many redirects");
    }

    /** A page that is there at once, and the hidden fields of its form. */
    Map<String, String> fields(String target) throws IOException {
        Connection.Response response = get(target);
        if (response.status() != 200) {
            throw new Wrong("no page but " + response.status());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(response.text());
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2));
        }
        return fields;
    }

    private Connection.Response submit(String page, Person person) throws IOException {
        Matcher forms = FORM.matcher(page);
        while (forms.find()) {
            if (forms.group(2).contains("type=\"password\"")) {
                Map<String, String> fields = new LinkedHashMap<>();
                Matcher hidden = HIDDEN.matcher(forms.group(2));
                while (hidden.find()) {
                    fields.put(hidden.group(1), hidden.group(2));
                }
                fields.put("username", person.username());
                fields.put("password", person.password());
                URI action = URI.create(forms.group(1).replace("&amp;", "&"));
                String path = action.getRawPath();
                return keep(path, connection.post(path, form(fields), cookie(path)));
            }
        }
        throw new Wrong("a page without a password form");
    }

    private Connection.Response get(String target) throws IOException {
        String path = target.replaceFirst("\\?.*", "");
        return keep(path, connection.get(target, cookie(path)));
    }

    private Connection.Response keep(String path, Connection.Response response) {
        for (Connection.Header header : response.headers()) {
            if (header.name().equals("set-cookie")) {
                keep(header.value());
            }
        }
        return response;
    }

    private void keep(String setCookie) {
        String[] parts = setCookie.split("; *");
        String name = parts[0].substring(0, parts[0].indexOf('='));
        Map<String, String> attributes = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            attributes.put(
                    (equals < 0 ? part : part.substring(0, equals)).toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : part.substring(equals + 1));
        }
        String path = attributes.getOrDefault("path", "/");
        if ("0".equals(attributes.get("max-age"))) {
            cookies.remove(name + path);
        } else {
            cookies.put(name + path, new Cookie(name, parts[0].substring(name.length() + 1), path));
        }
    }

    private Connection.Header cookie(String path) {
        return new Connection.Header(
                "Cookie",
                cookies.values().stream()
                        .filter(cookie -> path.startsWith(cookie.path()))
                        .map(cookie -> cookie.name() + "=" + cookie.value())
                        .collect(Collectors.joining("; ")));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            parameters.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
