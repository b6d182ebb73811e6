package io.vestibule.boot;

import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a person needs to know first: where to click, where the data lies, how to stop. */
@ApplicationScoped
class Banner {
    private final BaseUrl baseUrl;
    private final Instance<Realms> realms;
    private final String version;
    private final String dataDirectory;
    private final String database;

    Banner(
            BaseUrl baseUrl,
            Instance<Realms> realms,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "vestibule.data-dir") String dataDirectory,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String database) {
        this.baseUrl = baseUrl;
        this.realms = realms;
        this.version = version;
        this.dataDirectory = dataDirectory;
        this.database = database;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Vestibule " + version + " is open at " + baseUrl.value());
        for (Realm realm : realms.isResolvable() ? realms.get().all() : List.<Realm>of()) {
            lines.add(line(realm.displayName(), baseUrl.issuer(realm.name()).toString()));
        }
        lines.add(line("Health", baseUrl.resolve("/q/health").toString()));
        lines.add(line("Data", dataDirectory));
        lines.add(line("Database", database.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "")));
        lines.add(line("Stop", "Ctrl+C"));
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String label, String value) {
        return "  %-20s %s".formatted(label, value);
    }
}
