package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.protocol.saml.metadata.Scopes.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Security case 24: an identity provider vouches for its own scopes and no others. */
class ScopesTest {
    @Test
    void admitsWhatIsPublishedAndNothingElse() {
        Scopes scopes = new Scopes(List.of(new Scope("example.org", false)));

        assertThat(scopes.admit("example.org")).isTrue();
        assertThat(scopes.admit("EXAMPLE.org")).isTrue();
        assertThat(scopes.admit("sub.example.org")).isFalse();
        assertThat(scopes.admit("example.org.attacker.example")).isFalse();
        assertThat(scopes.admit("")).isFalse();
        assertThat(Scopes.none().admit("example.org")).isFalse();
    }

    @Test
    void matchesAnExpressionAgainstTheWholeScope() {
        Scopes scopes = new Scopes(List.of(new Scope("(?:[a-z]+\\.)?example\\.org", true)));

        assertThat(scopes.admit("phys.example.org")).isTrue();
        assertThat(scopes.admit("example.org")).isTrue();
        assertThat(scopes.admit("example.org.attacker.example")).as("no anchor").isFalse();
        assertThat(scopes.admit("exampleXorg")).isFalse();
    }

    @Test
    void stopsAnExpressionThatWouldTakeForEver() {
        for (String hostile : List.of("^(a+)+$", "^(a|a)*$", "^(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(")) {
            Scopes scopes = new Scopes(List.of(new Scope(hostile, true)));
            long start = System.nanoTime();

            assertThat(scopes.admit("a".repeat(200) + "!")).as(hostile).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(hostile).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void refusesAScopeOfAbsurdLength() {
        assertThat(new Scopes(List.of(new Scope(".*", true))).admit("a".repeat(256)))
                .isFalse();
    }
}
