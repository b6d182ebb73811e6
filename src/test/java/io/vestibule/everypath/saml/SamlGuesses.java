package io.vestibule.everypath.saml;

import io.vestibule.everypath.Guess;
import io.vestibule.everypath.Guesses;
import io.vestibule.everypath.Stage;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;

/** What a program shows on behalf of a service provider. */
@ApplicationScoped
class SamlGuesses implements Guesses {
    @Override
    public Stream<Guess> of(People fresh) {
        Stage stage = fresh.next();
        ToyServiceProvider party = SamlPaths.party(stage);
        return Stream.of(Guess.of(
                "SAML ECP password",
                () -> SamlPaths.carries(stage, party, "a wrong guess"),
                () -> SamlPaths.carries(stage, party, Stage.PASSWORD)));
    }
}
