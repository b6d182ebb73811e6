package io.vestibule.boot;

import io.vestibule.directory.DemoPeople;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Landmark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What a person needs to know first: where to click and as whom, where the data lies, how to stop. It goes to the
 * terminal and never to the log, because it may hold the demo's password.
 */
@ApplicationScoped
class Banner {
    private final BaseUrl baseUrl;
    private final Realms realms;
    private final DemoPeople demoPeople;
    private final Instance<Landmark> landmarks;
    private final String version;
    private final String dataDirectory;
    private final String database;

    Banner(
            BaseUrl baseUrl,
            Realms realms,
            DemoPeople demoPeople,
            Instance<Landmark> landmarks,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "vestibule.data-dir") String dataDirectory,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String database) {
        this.baseUrl = baseUrl;
        this.realms = realms;
        this.demoPeople = demoPeople;
        this.landmarks = landmarks;
        this.version = version;
        this.dataDirectory = dataDirectory;
        this.database = database;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Vestibule " + version + " is open at " + baseUrl.value());
        realms.all().forEach(realm -> lines.addAll(doorOf(realm)));
        lines.add(line("Health", baseUrl.resolve("/q/health").toString()));
        lines.add(line("Data", dataDirectory));
        lines.add(line("Database", database.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "")));
        lines.add(line("Stop", "Ctrl+C"));
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private List<String> doorOf(Realm realm) {
        List<String> lines = new ArrayList<>();
        lines.add(line(realm.displayName(), baseUrl.issuer(realm.name()).toString()));
        demoPeople.firstLogin(realm).ifPresent(login -> {
            lines.add(line(
                    "",
                    "sign in as " + login.username() + ", password "
                            + login.password().reveal()));
        });
        landmarks.stream()
                .flatMap(landmark -> landmark.in(realm).stream())
                .forEach(sign -> lines.add(line("", sign.label() + " " + sign.address())));
        return lines;
    }

    private static String line(String label, String value) {
        return "  %-20s %s".formatted(label, value);
    }
}
