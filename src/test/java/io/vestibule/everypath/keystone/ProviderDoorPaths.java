package io.vestibule.everypath.keystone;

import static io.vestibule.everypath.keystone.KeystonePaths.withoutProject;
import static io.vestibule.everypath.keystone.KeystonePaths.works;

import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** The addresses of one identity provider and one protocol: a person opens them, or a program names them. */
@ApplicationScoped
class ProviderDoorPaths implements Paths {
    private static final String PROVIDER = "/OS-FEDERATION/identity_providers/harbour/protocols/openid";
    private static final String ORIGIN = "https://dashboard.example/auth/websso/";

    @Override
    public Stream<Path> of(Stage stage) {
        Tokens tokens = new Tokens(stage);
        Harbour account = Harbour.accountOf(stage);
        URI door = URI.create(tokens.at(PROVIDER + "/auth"));
        URI dashboard = URI.create(tokens.at("/auth" + PROVIDER + "/websso?origin=" + ORIGIN));
        return Stream.of(
                        withoutProject(Path.of(
                                        "keystone token shown to a browser",
                                        () -> opened(account, door).status() == 201))
                                .besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY),
                        withoutProject(Path.of(
                                "WebSSO by one provider",
                                () -> !opened(account, dashboard)
                                        .html()
                                        .select("#auto-post [name=token]")
                                        .attr("value")
                                        .isEmpty())),
                        named(tokens, account, "openid"),
                        named(tokens, account, "saml2"))
                .map(path -> path.resting(Rest.ON_UPSTREAM)
                        .besides(Switch.LOCKED, FederatedPaths.ANOTHERS_WORD)
                        .besides(Switch.EXPIRED, FederatedPaths.ANOTHERS_WORD));
    }

    /** The other names of {@code mapped}. */
    private static Path named(Tokens tokens, Harbour account, String method) {
        return Path.of(
                        "keystone " + method + ", in a project",
                        () -> works(FederatedPaths.federated(tokens, account, method, tokens.inProject())))
                .besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY);
    }

    private static Visit opened(Harbour account, URI door) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = browser.open(door);
            return page.address().getPath().startsWith("/realms/harbour/")
                    ? browser.submit(
                            page,
                            "form:has([name=password])",
                            Map.of("username", account.username(), "password", Stage.PASSWORD))
                    : page;
        }
    }
}
