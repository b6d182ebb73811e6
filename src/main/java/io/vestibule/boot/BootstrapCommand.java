package io.vestibule.boot;

import io.vestibule.access.BootstrapWish;
import io.vestibule.identity.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code keystone-manage bootstrap} does, under its options and environment variables, too. */
@Command(
        name = "bootstrap",
        description = "Make a first administrator with a project, roles and the identity service. Run again, it mends.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nThe password comes from the variable OS_BOOTSTRAP_PASSWORD or from --password-file.",
            "The embedded database is used while no server runs on it; an external one at any time."
        })
final class BootstrapCommand implements Callable<Integer> {
    @Option(names = "--realm", description = "Which realm; needed when there are several.")
    private @Nullable String realm;

    @Option(
            names = {"--username", "--bootstrap-username"},
            defaultValue = "${env:OS_BOOTSTRAP_USERNAME:-admin}",
            description = "The administrator (default: admin).")
    private String username = "admin";

    @Option(names = "--password-file", description = "Where the password stands, on the first line.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--bootstrap-password",
            defaultValue = "${env:OS_BOOTSTRAP_PASSWORD}",
            description = "The password; seen by everybody on this machine while the command runs.")
    private @Nullable String password;

    @Option(
            names = {"--project-name", "--bootstrap-project-name"},
            defaultValue = "${env:OS_BOOTSTRAP_PROJECT_NAME:-admin}",
            description = "The project (default: admin).")
    private String project = "admin";

    @Option(
            names = {"--role-name", "--bootstrap-role-name"},
            defaultValue = "${env:OS_BOOTSTRAP_ROLE_NAME:-admin}",
            description = "The role (default: admin).")
    private String role = "admin";

    @Option(
            names = {"--service-name", "--bootstrap-service-name"},
            defaultValue = "${env:OS_BOOTSTRAP_SERVICE_NAME:-keystone}",
            description = "What the catalogue calls the identity service (default: keystone).")
    private String service = "keystone";

    @Option(
            names = {"--region-id", "--bootstrap-region-id"},
            defaultValue = "${env:OS_BOOTSTRAP_REGION_ID}",
            description = "The region of its endpoints.")
    private @Nullable String region;

    @Option(
            names = {"--public-url", "--bootstrap-public-url"},
            defaultValue = "${env:OS_BOOTSTRAP_PUBLIC_URL}",
            description = "Such as https://login.example.org/realms/cloud/v3")
    private @Nullable URI publicUrl;

    @Option(
            names = {"--internal-url", "--bootstrap-internal-url"},
            defaultValue = "${env:OS_BOOTSTRAP_INTERNAL_URL}",
            description = "The same for services.")
    private @Nullable URI internalUrl;

    @Option(
            names = {"--admin-url", "--bootstrap-admin-url"},
            defaultValue = "${env:OS_BOOTSTRAP_ADMIN_URL}",
            description = "The same for administrators.")
    private @Nullable URI adminUrl;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        BootstrapWish wish = new BootstrapWish(
                username, password(), project, role, service, Optional.ofNullable(region), endpoints());
        WithDatabase.nothingButTheStore();
        Settings settings = Settings.ofThisProcess();
        String[] arguments = BootstrapRun.arguments(Optional.ofNullable(realm), wish);
        return WithDatabase.run(
                settings, Progress.to(System.err), () -> new ServerRun(settings).serve(BootstrapRun.class, arguments));
    }

    private Map<String, URI> endpoints() {
        Map<String, URI> endpoints = new LinkedHashMap<>();
        Optional.ofNullable(publicUrl).ifPresent(url -> endpoints.put("public", url));
        Optional.ofNullable(internalUrl).ifPresent(url -> endpoints.put("internal", url));
        Optional.ofNullable(adminUrl).ifPresent(url -> endpoints.put("admin", url));
        return endpoints;
    }

    private Secret password() {
        if (passwordFile != null) {
            try {
                return new Secret(Files.readAllLines(passwordFile).stream()
                        .findFirst()
                        .filter(line -> !line.isEmpty())
                        .orElseThrow(() -> missing("the password file is empty")));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return Optional.ofNullable(password)
                .filter(text -> !text.isEmpty())
                .map(Secret::new)
                .orElseThrow(() -> missing("set OS_BOOTSTRAP_PASSWORD, or name a --password-file"));
    }

    private ParameterException missing(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
