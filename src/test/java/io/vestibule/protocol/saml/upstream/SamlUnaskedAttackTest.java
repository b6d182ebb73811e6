package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.StoredRows;
import io.vestibule.protocol.saml.attack.AttackCase;
import io.vestibule.protocol.saml.attack.Attempt;
import io.vestibule.protocol.saml.attack.Browser;
import io.vestibule.protocol.saml.attack.Corpus;
import io.vestibule.protocol.saml.refusal.Refusals;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where answers that nobody asked for are taken, the rest of the corpus holds all the same (security case 16). */
@QuarkusTest
@TestProfile(FortProfile.class)
class SamlUnaskedAttackTest {
    /** What is about a request is a lie here only where it names one. */
    private static final String HOSTILE =
            "(1|3|4|11|14|17)-.*|12-(unknown|unknown-in-response|unknown-in-subject|used-twice|new-login)";

    @Inject
    Fort fort;

    @Inject
    Refusals refusals;

    @Inject
    StoredRows rows;

    private record Outcome(Refusals.Before before, Browser.Page page, Set<String> cookies) {}

    static Stream<String> hostile() {
        return Corpus.attacks(true, true).stream().map(AttackCase::id).filter(id -> id.matches(HOSTILE));
    }

    @Test
    void aGenuineAnswerOpensASessionAtThePortal() {
        long sessions = rows.sessions();
        Outcome outcome = send("open", "control-both");
        assertThat(outcome.page().status()).as(outcome.page().whole()).isEqualTo(303);
        assertThat(outcome.page().location()).isEqualTo(fort.at("").toString());
        assertThat(rows.sessions()).isEqualTo(sessions + 1);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aHostileAnswerOpensNone(String id) {
        Outcome outcome = send("open", id);
        refusals.check(outcome.before(), Optional.of(outcome.page()), outcome.cookies());
    }

    @Test
    void aConnectorThatIsSwitchedOffTakesNothing() {
        Outcome outcome = send("shut", "control-both");
        refusals.check(outcome.before(), Optional.of(outcome.page()), outcome.cookies(), Set.of(400, 403, 404));
    }

    @Test
    void anotherConnectorsConsumerServiceTakesNothing() {
        Attempt attempt = new Attempt(fort.unasked("guild"), fort.acs("open"));
        Outcome outcome = send(attempt, "control-both");
        assertThat(refusals.check(outcome.before(), Optional.of(outcome.page()), outcome.cookies()))
                .isEqualTo("wrong-destination");
    }

    private Outcome send(String connector, String id) {
        return send(new Attempt(fort.unasked(connector), fort.acs(connector)), id);
    }

    private Outcome send(Attempt attempt, String id) {
        AttackCase one = Stream.concat(Corpus.controls(true).stream(), Corpus.attacks(true, true).stream())
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        AtomicReference<Refusals.Before> before = new AtomicReference<>();
        Attempt.Answered answered = attempt.send(one, browser -> before.set(refusals.before(browser.cookieNames())));
        return new Outcome(before.get(), answered.page(), answered.browser().cookieNames());
    }
}
