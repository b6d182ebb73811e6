package io.vestibule.everypath;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The other account of a stage's person, at the realm {@code harbour}: an upstream by which they come as well. */
public final class Harbour {
    static final RealmName REALM = new RealmName("harbour");

    private final World world;
    private final User there;

    private Harbour(World world, User there) {
        this.world = world;
        this.there = there;
    }

    /** Linked to the person of that stage. */
    public static Harbour accountOf(Stage stage) {
        Harbour harbour = stranger(stage);
        harbour.world.linked(stage.user().id(), new ConnectorId("harbour"), harbour.subject());
        return harbour;
    }

    /** Of nobody yet. */
    public static Harbour stranger(Stage stage) {
        World world = stage.world();
        return new Harbour(
                world, world.person(world.upstream(), world.defaultOf(REALM), Optional.of(new Secret(Stage.PASSWORD))));
    }

    public String username() {
        return there.username();
    }

    /** As a command line comes to one. */
    public String accessToken() {
        return given().auth()
                .preemptive()
                .basic("command-line", "the-secret-of-the-command-line-at-the-harbour")
                .formParams(Map.of(
                        "grant_type",
                        "password",
                        "username",
                        there.username(),
                        "password",
                        Stage.PASSWORD,
                        "scope",
                        "openid profile"))
                .post(world.server("/realms/" + REALM.value() + "/token"))
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    public String subject() {
        String payload = accessToken().split("\\.")[1];
        return JsonPath.from(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
                .getString("sub");
    }
}
