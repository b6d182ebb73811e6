package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static io.vestibule.everypath.keystone.KeystonePaths.works;

import io.restassured.response.Response;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.everypath.Guess;
import io.vestibule.everypath.Guesses;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.Totp;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What is shown to the Identity API. */
@ApplicationScoped
class KeystoneGuesses implements Guesses {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String CHOSEN = "chosen by somebody";
    private static final int CREATED = 201;

    private final TotpSecrets secrets;

    KeystoneGuesses(TotpSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Stream<Guess> of(People fresh) {
        return Stream.of(
                password(new Tokens(fresh.next())),
                newPassword(new Tokens(fresh.next())),
                passcode(fresh.next()),
                applicationCredential(new Tokens(fresh.next()), Optional.of(CHOSEN)),
                applicationCredential(new Tokens(fresh.next()), Optional.empty())
                        .unguessable(),
                client(new Tokens(fresh.next())),
                verifier(new Tokens(fresh.next())),
                signature(new Tokens(fresh.next()), CHOSEN).byService(),
                signature(new Tokens(fresh.next()), Stage.hex()).byService().unguessable());
    }

    /** Of a consumer that tries out what its owner is to carry over; each is good once. */
    private static Guess verifier(Tokens tokens) {
        Stage stage = tokens.stage();
        Scope project = new Scope.Project(stage.project().id());
        stage.grant(stage.user().id(), "admin", project); // only they may authorise a consumer
        String owner = tokens.token(tokens.inProject());
        Consumer wrong = Consumer.agreed(tokens, owner);
        Deque<Consumer> right = new ArrayDeque<>();
        for (int i = 0; i < 4; i++) {
            right.add(Consumer.agreed(tokens, owner));
        }
        return Guess.of(
                        "verifier of OAuth 1",
                        () -> wrong.redeem("Guess123").statusCode() == CREATED,
                        () -> right.remove().redeem().statusCode() == CREATED)
                .unguessable();
    }

    private static Guess password(Tokens tokens) {
        return Guess.of(
                "keystone password",
                () -> works(byPassword(tokens, "a wrong guess")),
                () -> works(byPassword(tokens, Stage.PASSWORD)));
    }

    private static Response byPassword(Tokens tokens, String password) {
        Map<String, Object> user = Map.of("id", tokens.stage().user().id().hex(), "password", password);
        return tokens.authenticate(
                Map.of("methods", List.of("password"), "password", Map.of("user", user)), tokens.inProject());
    }

    /** Each right one is the next one's past. */
    private static Guess newPassword(Tokens tokens) {
        AtomicReference<String> present = new AtomicReference<>(Stage.PASSWORD);
        return Guess.of("keystone password change", () -> changes(tokens, "a wrong guess", Stage.hex()), () -> {
            String next = Stage.hex();
            boolean changed = changes(tokens, present.get(), next);
            if (changed) {
                present.set(next);
            }
            return changed;
        });
    }

    private static boolean changes(Tokens tokens, String present, String wanted) {
        return given().contentType("application/json")
                        .body(Map.of("user", Map.of("original_password", present, "password", wanted)))
                        .post(tokens.at("/users/" + tokens.stage().user().id().hex() + "/password"))
                        .statusCode()
                == 204;
    }

    private Guess passcode(Stage stage) {
        Tokens tokens = new Tokens(stage);
        secrets.put(World.REALM, stage.user().id(), Stage.hex(), new Secret(SEED));
        return Guess.of(
                "keystone passcode",
                () -> works(byPasscode(tokens, "wrong!")),
                () -> works(byPasscode(
                        tokens, Totp.passcode(SEED, stage.world().clock().instant()))));
    }

    private static Response byPasscode(Tokens tokens, String passcode) {
        Map<String, Object> user = Map.of("id", tokens.stage().user().id().hex(), "passcode", passcode);
        return tokens.authenticate(
                Map.of(
                        "methods",
                        List.of("password", "totp"),
                        "password",
                        Map.of("user", tokens.user()),
                        "totp",
                        Map.of("user", user)),
                tokens.inProject());
    }

    /** Id and secret. */
    private record Made(String id, String secret) {}

    private static Made made(Tokens tokens, Optional<String> secret) {
        Map<String, Object> wanted = new HashMap<>(Map.of("name", Stage.hex()));
        secret.ifPresent(chosen -> wanted.put("secret", chosen));
        var made = tokens.as(tokens.token(tokens.inProject()))
                .body(Map.of("application_credential", wanted))
                .post(tokens.at("/users/" + tokens.stage().user().id().hex() + "/application_credentials"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Made(made.getString("application_credential.id"), made.getString("application_credential.secret"));
    }

    private static Guess applicationCredential(Tokens tokens, Optional<String> secret) {
        Made made = made(tokens, secret);
        return Guess.of(
                "application credential, its secret " + (secret.isPresent() ? "chosen" : "made"),
                () -> works(shown(tokens, made.id(), "a wrong guess")),
                () -> works(shown(tokens, made.id(), made.secret())));
    }

    private static Response shown(Tokens tokens, String id, String secret) {
        Map<String, Object> identity = Map.of(
                "methods",
                List.of("application_credential"),
                "application_credential",
                Map.of("id", id, "secret", secret));
        return given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(tokens.at("/auth/tokens"));
    }

    private static Guess client(Tokens tokens) {
        Made made = made(tokens, Optional.of(CHOSEN));
        return Guess.of(
                "OAuth 2 client credentials",
                () -> works(asClient(tokens, made.id(), "a wrong guess")),
                () -> works(asClient(tokens, made.id(), made.secret())));
    }

    private static Response asClient(Tokens tokens, String id, String secret) {
        return given().auth()
                .preemptive()
                .basic(id, secret)
                .contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .post(tokens.at("/OS-OAUTH2/token"));
    }

    private static Guess signature(Tokens tokens, String secret) {
        Stage stage = tokens.stage();
        User service = stage.bystander();
        stage.grant(service.id(), "service", new Scope.System());
        String access = Stage.hex();
        tokens.as(tokens.token(tokens.inProject()))
                .body(Map.of(
                        "credential",
                        Map.of(
                                "type",
                                "ec2",
                                "project_id",
                                stage.project().id().value(),
                                "user_id",
                                stage.user().id().hex(),
                                "blob",
                                "{\"access\":\"" + access + "\",\"secret\":\"" + secret + "\"}")))
                .post(tokens.at("/credentials"))
                .then()
                .statusCode(201);
        Signer right = new Signer(access, secret, stage.world().clock());
        Signer wrong = new Signer(access, "a wrong guess", stage.world().clock());
        return Guess.of(
                "EC2 signature by a key of " + secret.length() + " characters",
                () -> works(signed(tokens, service, wrong)),
                () -> works(signed(tokens, service, right)));
    }

    private static Response signed(Tokens tokens, User service, Signer signer) {
        return tokens.as(tokens.asSystem(service))
                .body(Map.of("credentials", signer.ec2()))
                .post(tokens.at("/ec2tokens"));
    }
}
