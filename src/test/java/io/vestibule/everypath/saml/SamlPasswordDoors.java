package io.vestibule.everypath.saml;

import io.vestibule.everypath.PasswordDoors;
import io.vestibule.everypath.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;

/** Passwords that a program brings on behalf of a service provider. */
@ApplicationScoped
class SamlPasswordDoors implements PasswordDoors {
    @Override
    public Stream<Door> doors() {
        return Stream.empty();
    }

    @Override
    public Stream<Bringing> entrances() {
        return Stream.of(
                new Bringing("SAML ECP", stage -> SamlPaths.carries(stage, SamlPaths.party(stage), Stage.PASSWORD)));
    }
}
