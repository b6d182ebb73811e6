package io.vestibule.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose word counts for whom an application asked for. */
class ScopingTest {
    private static final List<String> WANTED = List.of("https://one.example");
    private static final List<String> BEHIND_ANOTHER = List.of("https://another.example", "https://one.example");

    @Test
    void whatAnUpstreamSaysOfThoseBehindItIsEnoughForSaml() {
        assertThat(new Scoping(WANTED, Optional.empty(), List.of()).admits(BEHIND_ANOTHER))
                .isTrue();
    }

    @Test
    void butNotWhereTheOneThatVouchedMustBeOneOfThem() {
        Scoping nearest = Scoping.byNearest(WANTED);
        assertThat(nearest.admits(BEHIND_ANOTHER)).isFalse();
        assertThat(nearest.admits(WANTED)).isTrue();
        assertThat(nearest.admits(List.of())).isFalse();
        assertThat(Scoping.byNearest(List.of()).admits(BEHIND_ANOTHER)).isTrue();
    }
}
