package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.RealmName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many letters of which realms a node hands in at once. */
class PlacesTest {
    private static final RealmName HOUSE = new RealmName("house");

    private final Places places = new Places();

    @Test
    void aRealmHasFourAndOneWhileItsServerGivesNoAnswer() {
        IntStream.range(0, 3).forEach(i -> places.enter(HOUSE));
        assertThat(places.full()).isEmpty();
        places.enter(HOUSE);
        assertThat(places.full()).containsExactly(HOUSE);
        places.leave(HOUSE);
        assertThat(places.full()).isEmpty();
        places.answers(HOUSE, false);
        IntStream.range(0, 2).forEach(i -> places.leave(HOUSE));
        assertThat(places.full()).as("one is under way").containsExactly(HOUSE);
        places.answers(HOUSE, true);
        assertThat(places.full()).isEmpty();
    }

    @Test
    void serversThatGiveNoAnswerHaveHalfOfThePlacesTogether() {
        List<RealmName> silent = IntStream.range(0, 20)
                .mapToObj(i -> new RealmName("silent-" + i))
                .toList();
        silent.forEach(realm -> places.answers(realm, false));
        silent.subList(0, 7).forEach(places::enter);
        assertThat(places.full()).containsExactlyInAnyOrderElementsOf(silent.subList(0, 7));
        places.enter(silent.get(7));
        assertThat(places.full()).containsExactlyInAnyOrderElementsOf(silent);
        places.leave(silent.get(7));
        assertThat(places.full()).containsExactlyInAnyOrderElementsOf(silent.subList(0, 7));
    }
}
