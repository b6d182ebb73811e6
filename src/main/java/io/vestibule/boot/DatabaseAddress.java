package io.vestibule.boot;

import io.vestibule.identity.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A PostgreSQL that the operator runs: {@code VESTIBULE_DATABASE_URL}, in the form of the driver
 * ({@code jdbc:postgresql://host/db}) or of every other PostgreSQL tool ({@code postgresql://user:password@host/db}).
 */
record DatabaseAddress(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
    private static final String KEY = "vestibule.database-url";
    private static final String NAME = "VESTIBULE_DATABASE_URL";

    static Optional<DatabaseAddress> configured(Settings settings) {
        Optional<DatabaseAddress> own = settings.find(KEY).map(DatabaseAddress::parse);
        Optional<DatabaseAddress> address =
                own.or(() -> settings.find("quarkus.datasource.jdbc.url").map(DatabaseAddress::parse));
        return address.map(found -> new DatabaseAddress(
                found.jdbcUrl(),
                settings.find("vestibule.database-user")
                        .or(() -> settings.find("quarkus.datasource.username"))
                        .or(found::user),
                settings.find("vestibule.database-password")
                        .or(() -> settings.find("quarkus.datasource.password"))
                        .map(Secret::new)
                        .or(found::password)));
    }

    static DatabaseAddress of(EmbeddedDatabase database) {
        return new DatabaseAddress(
                database.jdbcUrl(), Optional.of(database.username()), Optional.of(new Secret(database.password())));
    }

    /** For this run of the server, which reads its settings after us. */
    void use() {
        System.setProperty("quarkus.datasource.jdbc.url", jdbcUrl);
        user.ifPresent(name -> System.setProperty("quarkus.datasource.username", name));
        password.ifPresent(secret -> System.setProperty("quarkus.datasource.password", secret.reveal()));
    }

    static DatabaseAddress parse(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new DatabaseAddress(text, Optional.empty(), Optional.empty());
        }
        URI uri = uri(text);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme()) || uri.getHost() == null) {
            throw notAnAddress();
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
        Optional<String[]> userInfo = Optional.ofNullable(uri.getRawUserInfo()).map(info -> info.split(":", 2));
        return new DatabaseAddress(
                jdbcUrl,
                userInfo.map(parts -> decoded(parts[0])),
                userInfo.filter(parts -> parts.length == 2).map(parts -> new Secret(decoded(parts[1]))));
    }

    /** Host and database, without whatever secret a query may carry. */
    String shown() {
        return jdbcUrl.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw notAnAddress(); // without the cause, whose message repeats the text and any password in it
        }
    }

    private static StartRefusal notAnAddress() {
        return new StartRefusal(NAME + " must read jdbc:postgresql://host:port/database or"
                + " postgresql://user:password@host:port/database (special characters percent-encoded).");
    }

    /** Percent-encoding only: in a URI's user information a plus sign is a plus sign (RFC 3986 §3.2.1). */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
