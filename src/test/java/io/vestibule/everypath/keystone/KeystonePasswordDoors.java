package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;

import io.vestibule.everypath.PasswordDoors;
import io.vestibule.everypath.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Stream;

/** Passwords by the Identity API. */
@ApplicationScoped
class KeystonePasswordDoors implements PasswordDoors {
    @Override
    public Stream<Door> doors() {
        return Stream.of(
                Door.ofOwner("keystone, by the present one", KeystonePasswordDoors::own),
                Door.ofAdministrator("keystone, by an administrator", KeystonePasswordDoors::update),
                Door.ofAdministrator("keystone, a new user", KeystonePasswordDoors::create));
    }

    @Override
    public Stream<Bringing> entrances() {
        return Stream.of(new Bringing("keystone", stage -> {
            Tokens tokens = new Tokens(stage);
            return KeystonePaths.works(tokens.byPassword(tokens.inProject()));
        }));
    }

    private static boolean own(Stage stage, String present, String wanted) {
        return given().contentType("application/json")
                        .body(Map.of("user", Map.of("original_password", present, "password", wanted)))
                        .post(new Tokens(stage).at("/users/" + stage.user().id().hex() + "/password"))
                        .statusCode()
                == 204;
    }

    private static boolean update(Stage stage, String present, String wanted) {
        Tokens tokens = new Tokens(stage);
        return tokens.asOperator()
                        .body(Map.of("user", Map.of("password", wanted)))
                        .patch(tokens.at("/users/" + stage.user().id().hex()))
                        .statusCode()
                == 200;
    }

    private static boolean create(Stage stage, String present, String wanted) {
        Tokens tokens = new Tokens(stage);
        return tokens.asOperator()
                        .body(Map.of("user", Map.of("name", Stage.hex(), "password", wanted)))
                        .post(tokens.at("/users"))
                        .statusCode()
                == 201;
    }
}
