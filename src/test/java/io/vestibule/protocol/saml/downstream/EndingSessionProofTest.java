package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.database.Statements;
import io.vestibule.journey.AuditLines;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/**
 * A service provider gets no assertion out of a session that has ended on another node, and none unrecorded out of one that it
 * was taken out of there: this node has just seen both, and has heard of neither.
 */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class EndingSessionProofTest extends SamlTest {
    private static final String PASSIVE = "binding=redirect&IsPassive=true";
    private static final String PARTS = "from session_participant where protocol = 'saml' and relying_party = ?";

    @Inject
    Statements statements;

    @Inject
    AuditLines audit;

    @Test
    void thereIsNoAssertionOfASessionThatEndedElsewhere() {
        lab.declare(party);
        signIn("ada", "binding=redirect");
        audit.begin();
        assertThat(status(signIn("nobody", PASSIVE))).containsExactly("Success");
        assertThat(proofs()).isOne();
        elsewhere("delete from sso_session where id in (select session_id " + PARTS + ")");
        assertThat(status(signIn("nobody", PASSIVE))).containsExactly("Responder", "NoPassive");
        assertThat(proofs()).isOne();
        assertThat(parts()).isZero();
    }

    @Test
    void whoeverWasTakenOutOfItElsewhereIsAPartOfItAgain() {
        lab.declare(party);
        signIn("ada", "binding=redirect");
        elsewhere("delete " + PARTS);
        assertThat(status(signIn("nobody", PASSIVE))).containsExactly("Success");
        assertThat(parts()).isOne();
    }

    private void elsewhere(String change) {
        assertThat(statements.change(change, party.entityId())).isEqualTo(1);
    }

    private long proofs() {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("proof-issued"))
                .count();
    }

    private long parts() {
        return statements
                .row("select count(*) " + PARTS, row -> row.number(1), party.entityId())
                .orElseThrow();
    }
}
