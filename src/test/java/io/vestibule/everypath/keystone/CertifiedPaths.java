package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.keystone.KeystonePaths.works;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.identity.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Certificates that a front end vouches for: a client of OAuth 2 with its bound token, and a caller without any token. */
@ApplicationScoped
class CertifiedPaths implements Paths {
    private static final String HEADER = "X-SSL-Client-Cert";
    private static final String ISSUER = "CN=Crossing CA";
    private static final String CERTIFIED = "a certificate stands for no password";

    @Override
    public Stream<Path> of(Stage stage) {
        Tokens tokens = new Tokens(stage);
        rules(
                stage,
                tokens,
                "certificates",
                Map.of("type", "SSL_CLIENT_SUBJECT_DN_CN", "any_one_of", List.of("fleet-client")));
        rules(
                stage,
                tokens,
                "callers",
                Map.of(
                        "type",
                        "SSL_CLIENT_S_DN_CN",
                        "any_one_of",
                        List.of(stage.user().name())));
        callers(tokens);
        tokens.asOperator()
                .body(Map.of(
                        "user",
                        Map.of("default_project_id", stage.project().id().value())))
                .patch(tokens.at("/users/" + stage.user().id().hex()))
                .then()
                .statusCode(200);
        String issued = asked(stage, tokens).then().statusCode(200).extract().path("access_token");
        return Stream.of(
                        Path.of("OAuth 2 client with a certificate", () -> works(asked(stage, tokens)))
                                .besides(Switch.EXPIRED, "the certificate's own end is later"),
                        Path.of("keystone validation of a token bound to a certificate", () -> looked(tokens, issued)),
                        Path.of("keystone call with a certificate and no token", () -> called(stage, tokens))
                                .besides(Switch.EXPIRED, "the front end says when a certificate is over"))
                .map(path -> path.resting(Rest.ON_ANY)
                        .besides(Switch.LOCKED, CERTIFIED)
                        .besides(Switch.RELYING_PARTY, KeystonePaths.NO_PARTY));
    }

    /** By which a certificate is this stage's person's. */
    private static void rules(Stage stage, Tokens tokens, String mapping, Map<String, Object> remote) {
        Map<String, Object> user = Map.of(
                "name", stage.user().name(),
                "type", "local",
                "domain", Map.of("id", stage.user().domain().value()));
        Map<String, Object> body = Map.of(
                "mapping",
                Map.of("rules", List.of(Map.of("local", List.of(Map.of("user", user)), "remote", List.of(remote)))));
        String at = tokens.at("/OS-FEDERATION/mappings/" + mapping);
        if (tokens.asOperator().body(body).put(at).statusCode() != 201) {
            tokens.asOperator().body(body).patch(at).then().statusCode(200);
        }
    }

    private static void callers(Tokens tokens) {
        String at = tokens.at(
                "/OS-FEDERATION/identity_providers/" + Sha256.of(ISSUER).hex());
        once(tokens, at, Map.of("identity_provider", Map.of("enabled", true, "remote_ids", List.of(ISSUER))));
        once(tokens, at + "/protocols/x509", Map.of("protocol", Map.of("mapping_id", "callers")));
    }

    private static void once(Tokens tokens, String at, Map<String, Object> body) {
        tokens.asOperator().body(body).put(at).then().statusCode(anyOf(is(201), is(409)));
    }

    private static Response asked(Stage stage, Tokens tokens) {
        return given().header(HEADER, certificate())
                .contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", stage.user().id().hex())
                .post(tokens.at("/OS-OAUTH2/token"));
    }

    private static boolean looked(Tokens tokens, String token) {
        return tokens.as(token)
                        .header("X-Subject-Token", token)
                        .header(HEADER, certificate())
                        .get(tokens.at("/auth/tokens"))
                        .statusCode()
                == 200;
    }

    private static boolean called(Stage stage, Tokens tokens) {
        return given().header("X-SSL-Client-I-DN", ISSUER)
                        .header("X-SSL-Client-S-DN-CN", stage.user().name())
                        .header("X-Project-Id", stage.project().id().value())
                        .get(tokens.at("/auth/projects"))
                        .statusCode()
                == 200;
    }

    private static String certificate() {
        try (InputStream in =
                Objects.requireNonNull(CertifiedPaths.class.getResourceAsStream("/keystone/certificates/client.pem"))) {
            return URLEncoder.encode(new String(in.readAllBytes(), StandardCharsets.US_ASCII), StandardCharsets.UTF_8)
                    .replace("+", "%20");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
