package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Path.Rest;
import io.vestibule.everypath.Paths;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.Switch;
import io.vestibule.everypath.World;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.Totp;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every way to a token of the Identity API, and every use of one. */
@ApplicationScoped
class KeystonePaths implements Paths {
    static final String NO_PARTY = "no relying party takes part";
    private static final String NO_PROJECT = "speaks of no project";
    private static final String GUESSES = "guesses of anybody end nothing that its owner has already";
    private static final String NO_END = "has no end unless it is given one, which this one was not";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final TotpSecrets secrets;
    private final TestFactors factors;

    KeystonePaths(TotpSecrets secrets, TestFactors factors) {
        this.secrets = secrets;
        this.factors = factors;
    }

    @Override
    public Stream<Path> of(Stage stage) {
        Tokens tokens = new Tokens(stage);
        Delegations delegations = new Delegations(stage, tokens);
        List<Path> rows = new ArrayList<>();
        rows.add(Path.of("keystone password", () -> works(tokens.byPassword(tokens.inProject()))));
        rows.add(withoutProject(Path.of("keystone password, unscoped", () -> works(tokens.byPassword("unscoped")))));
        rows.add(bothAtOnce(stage, tokens));
        rows.add(receipt(stage));
        rows.add(passcodeAlone(stage));
        rows.add(ownPassword(stage));
        rows.add(external(stage, tokens));
        String unscoped = tokens.token("unscoped");
        rows.add(granted(
                Path.of("keystone token for a token", () -> works(tokens.byToken(unscoped, tokens.inProject())))));
        String scoped = tokens.token(tokens.inProject());
        rows.add(granted(Path.of(
                "keystone token used",
                () -> tokens.as(scoped).get(tokens.at("/auth/catalog")).statusCode() == 200)));
        rows.addAll(validations("a token by password", tokens, scoped).toList());
        rows.add(withoutProject(
                granted(Path.of("keystone validation of an unscoped token", () -> tokens.validates(unscoped)))));
        delegations.rows().forEach(row -> rows.add(row.resting(Rest.ON_ANY)));
        return rows.stream().map(row -> row.besides(Switch.RELYING_PARTY, NO_PARTY));
    }

    static Stream<Path> validations(String whose, Tokens tokens, String token) {
        return Stream.of(granted(Path.of("keystone validation of " + whose, () -> tokens.validates(token))));
    }

    /** What was given out before the guesses. */
    static Path granted(Path path) {
        return path.besides(Switch.LOCKED, GUESSES);
    }

    static Path endless(Path path) {
        return path.besides(Switch.EXPIRED, NO_END);
    }

    static Path withoutProject(Path path) {
        return path.besides(Switch.PROJECT, NO_PROJECT).besides(Switch.PROJECTS_DOMAIN, NO_PROJECT);
    }

    static boolean works(Response answer) {
        return answer.statusCode() == 201 || answer.statusCode() == 200;
    }

    /** Both factors in one request. */
    private Path bothAtOnce(Stage stage, Tokens tokens) {
        return Path.of("keystone password and passcode at once", () -> {
            String authenticator = Stage.hex();
            secrets.put(World.REALM, stage.user().id(), authenticator, new Secret(SEED));
            String code = Totp.passcode(SEED, stage.world().clock().instant());
            Response answer = tokens.authenticate(
                    Map.of(
                            "methods",
                            List.of("password", "totp"),
                            "password",
                            Map.of("user", tokens.user()),
                            "totp",
                            Map.of("user", Map.of("id", stage.user().id().hex(), "passcode", code))),
                    tokens.inProject());
            secrets.remove(World.REALM, stage.user().id(), authenticator); // other rows ask for none
            return works(answer);
        });
    }

    /** The first factor was proven before the switch, and the second is shown after it with the receipt of the first. */
    private Path receipt(Stage stage) {
        Stage twin = stage.twin();
        factors.enrol(twin.realm(), twin.user());
        factors.rule(twin.realm(), twin.user(), "[[\"password\",\"totp\"]]");
        Tokens tokens = new Tokens(twin);
        String receipt = tokens.byPassword(tokens.inProject())
                .then()
                .statusCode(401)
                .header("Openstack-Auth-Receipt", notNullValue())
                .extract()
                .header("Openstack-Auth-Receipt");
        return granted(Path.of("keystone passcode with a receipt", () -> {
            Map<String, Object> user = Map.of("id", twin.user().id().hex(), "passcode", factors.passcode());
            return works(tokens.withReceipt(
                    receipt, Map.of("methods", List.of("totp"), "totp", Map.of("user", user)), tokens.inProject()));
        }));
    }

    /** Whose own rules let it stand alone. It is a factor of our own people all the same, as a passkey is. */
    private Path passcodeAlone(Stage stage) {
        Stage twin = stage.twin();
        factors.enrol(twin.realm(), twin.user());
        factors.rule(twin.realm(), twin.user(), "[[\"totp\"]]");
        Tokens tokens = new Tokens(twin);
        return Path.of("keystone passcode alone", () -> {
                    Map<String, Object> user = Map.of("id", twin.user().id().hex(), "passcode", factors.passcode());
                    return works(tokens.authenticate(
                            Map.of("methods", List.of("totp"), "totp", Map.of("user", user)), tokens.inProject()));
                })
                .besides(Switch.LOCKED, "guesses at a password say nothing of passcodes")
                .besides(Switch.EXPIRED, "an authenticator has no end of its own");
    }

    private static Path ownPassword(Stage stage) {
        Stage twin = stage.twin();
        Tokens tokens = new Tokens(twin);
        return withoutProject(Path.of(
                        "keystone change of one's own password",
                        () -> given().contentType("application/json")
                                        .body(Map.of(
                                                "user",
                                                Map.of("original_password", Stage.PASSWORD, "password", Stage.hex())))
                                        .post(tokens.at(
                                                "/users/" + twin.user().id().hex() + "/password"))
                                        .statusCode()
                                == 204))
                .besides(Switch.EXPIRED, "one that has ended is good for choosing another");
    }

    private static Path external(Stage stage, Tokens tokens) {
        return Path.of("keystone external", () -> works(tokens.external(stage.user(), tokens.inProject())))
                .resting(Rest.ON_ANY)
                .besides(Switch.LOCKED, "no password is asked for, and the front end's word cannot be guessed")
                .besides(Switch.EXPIRED, "no password is asked for");
    }
}
