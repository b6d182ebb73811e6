package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.keystone.KeystonePaths.endless;
import static io.vestibule.everypath.keystone.KeystonePaths.granted;
import static io.vestibule.everypath.keystone.KeystonePaths.validations;
import static io.vestibule.everypath.keystone.KeystonePaths.works;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.directory.User;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Stage;
import io.vestibule.identity.Scope;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the person handed on, to others and to programs: as good as the person, and no better. */
final class Delegations {
    private final Stage stage;
    private final Tokens tokens;
    private final Supplier<String> comingIn;
    private final String scoped;
    private final User service;

    Delegations(Stage stage, Tokens tokens) {
        this(stage, tokens, () -> tokens.token(tokens.inProject()));
    }

    /** @param comingIn how they get a token of the project */
    Delegations(Stage stage, Tokens tokens, Supplier<String> comingIn) {
        this.stage = stage;
        this.tokens = tokens;
        this.comingIn = comingIn;
        this.scoped = comingIn.get();
        this.service = stage.bystander();
        stage.grant(service.id(), "service", new Scope.System());
    }

    List<Path> rows() {
        List<Path> rows = new ArrayList<>();
        applicationCredential(rows);
        trust(rows, "a trust that lets its trustee be the person", true);
        trust(rows, "a trust", false);
        signedRequests(rows);
        oauth1(rows);
        return rows;
    }

    private void applicationCredential(List<Path> rows) {
        JsonPath made = tokens.as(scoped)
                .body(Map.of("application_credential", Map.of("name", Stage.hex(), "expires_at", inADay())))
                .post(tokens.at("/users/" + stage.user().id().hex() + "/application_credentials"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String id = made.getString("application_credential.id");
        String secret = made.getString("application_credential.secret");
        Map<String, Object> identity = Map.of(
                "methods",
                List.of("application_credential"),
                "application_credential",
                Map.of("id", id, "secret", secret));
        String issued = Tokens.text(unscoped(identity));
        rows.add(granted(Path.of("application credential", () -> works(unscoped(identity)))));
        rows.addAll(validations("a token of an application credential", tokens, issued)
                .toList());
        rows.add(granted(Path.of(
                "OAuth 2 client credentials",
                () -> works(given().auth()
                        .preemptive()
                        .basic(id, secret)
                        .contentType("application/x-www-form-urlencoded")
                        .formParam("grant_type", "client_credentials")
                        .post(tokens.at("/OS-OAUTH2/token"))))));
    }

    /** The person is the one who trusts; who is trusted is somebody else. */
    private void trust(List<Path> rows, String name, boolean impersonation) {
        User trustee = stage.bystander();
        String id = tokens.as(scoped)
                .body(Map.of(
                        "trust",
                        Map.of(
                                "trustor_user_id", stage.user().id().hex(),
                                "trustee_user_id", trustee.id().hex(),
                                "project_id", stage.project().id().value(),
                                "impersonation", impersonation,
                                "expires_at", inADay() + "Z",
                                "roles", List.of(Map.of("name", "member")))))
                .post(tokens.at("/OS-TRUST/trusts"))
                .then()
                .statusCode(201)
                .extract()
                .path("trust.id");
        Map<String, Object> scope = Map.of("OS-TRUST:trust", Map.of("id", id));
        String issued = Tokens.text(tokens.external(trustee, scope));
        rows.add(granted(Path.of(name, () -> works(tokens.external(trustee, scope)))));
        rows.addAll(validations("a token of " + name, tokens, issued).toList());
    }

    private void signedRequests(List<Path> rows) {
        JsonPath made = tokens.as(scoped)
                .body(Map.of("tenant_id", stage.project().id().value()))
                .post(tokens.at("/users/" + stage.user().id().hex() + "/credentials/OS-EC2"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Signer signer = new Signer(
                made.getString("credential.access"),
                made.getString("credential.secret"),
                stage.world().clock());
        rows.add(endless(granted(Path.of("EC2 signature", () -> works(asService("/ec2tokens", signer.ec2()))))));
        rows.add(endless(granted(Path.of("S3 signature", () -> works(asService("/s3tokens", signer.s3()))))));
        String issued = asService("/ec2tokens", signer.ec2()).header("X-Subject-Token");
        rows.addAll(validations("a token of an EC2 signature", tokens, issued).toList());
    }

    private void oauth1(List<Path> rows) {
        stage.grant(
                stage.user().id(),
                "admin",
                new Scope.Project(stage.project().id())); // only they may authorise a consumer
        String owner = comingIn.get();
        Consumer agreed = Consumer.agreed(tokens, owner);
        rows.add(granted(Path.of("OAuth 1 access token to be fetched", () -> works(agreed.redeem()))));
        Consumer consumer = Consumer.of(tokens, owner);
        String issued = Tokens.text(consumer.authenticate());
        rows.add(granted(Path.of("OAuth 1", () -> works(consumer.authenticate()))));
        rows.addAll(validations("a token of OAuth 1", tokens, issued).toList());
    }

    private Response asService(String door, Map<String, Object> signed) {
        return tokens.as(tokens.asSystem(service))
                .body(Map.of("credentials", signed))
                .post(tokens.at(door));
    }

    private Response unscoped(Map<String, Object> identity) {
        return given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(tokens.at("/auth/tokens"));
    }

    private String inADay() {
        return stage.world()
                .clock()
                .instant()
                .plus(Duration.ofDays(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("Z", "");
    }
}
