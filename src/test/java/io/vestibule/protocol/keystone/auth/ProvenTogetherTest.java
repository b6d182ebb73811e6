package io.vestibule.protocol.keystone.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Security case 48: what is proven together is good for no more than each part of it. */
class ProvenTogetherTest {
    private static final UserId ADA = new UserId(UUID.randomUUID());
    private static final Instant EARLY = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(3600);
    private static final GroupId STAFF = new GroupId("a".repeat(32));
    private static final GroupId GUESTS = new GroupId("b".repeat(32));
    private static final GroupId ADMINS = new GroupId("c".repeat(32));

    @Test
    void aReceiptOfOneProviderIsNotCompletedByATokenOfAnother() {
        ProvenTogether together = new ProvenTogether();
        together.add("token", federated("guild", List.of(STAFF), LATE, Optional.of("line")));
        Proven receipt = federated("campus", List.of(STAFF), EARLY, Optional.empty());
        assertThatThrownBy(() -> together.addEarlier(receipt)).isInstanceOf(KeystoneRefused.class);
    }

    @Test
    void ofOneProviderTheEarlierEndAndTheCommonGroupsCount() {
        ProvenTogether together = new ProvenTogether();
        together.add("token", federated("campus", List.of(STAFF, ADMINS), LATE, Optional.of("line")));
        together.addEarlier(federated("campus", List.of(GUESTS, STAFF), EARLY, Optional.empty()));
        Proven proven = together.proven();
        assertThat(proven.federated().orElseThrow().groups()).containsExactly(STAFF);
        assertThat(proven.notAfter()).contains(EARLY);
        assertThat(proven.parentAuditId()).contains("line");
    }

    @Test
    void twoLinesOfTokensAreNotOne() {
        ProvenTogether together = new ProvenTogether();
        together.add("token", federated("campus", List.of(), LATE, Optional.of("one")));
        Proven other = federated("campus", List.of(), LATE, Optional.of("other"));
        assertThatThrownBy(() -> together.addEarlier(other)).isInstanceOf(KeystoneRefused.class);
    }

    @Test
    void twoAccountsElsewhereAreNotOne() {
        ProvenTogether together = new ProvenTogether();
        together.add("mapped", shown("one"));
        assertThatThrownBy(() -> together.addEarlier(shown("other"))).isInstanceOf(KeystoneRefused.class);
    }

    private static Proven shown(String subject) {
        return proven(
                Optional.of(new Federated("campus", "openid", List.of())),
                LATE,
                Optional.empty(),
                Optional.of(new ShownIdentity(ADA, new Way(new ConnectorId("campus"), subject))));
    }

    private static Proven federated(String provider, List<GroupId> groups, Instant until, Optional<String> line) {
        return proven(Optional.of(new Federated(provider, "openid", groups)), until, line, Optional.empty());
    }

    private static Proven proven(
            Optional<Federated> from, Instant until, Optional<String> line, Optional<ShownIdentity> shown) {
        return new Proven(ADA, List.of(), Optional.of(until), line, Delegation.none(), from, Optional.empty(), shown);
    }
}
