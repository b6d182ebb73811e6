package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.DelegationKind;
import io.vestibule.protocol.keystone.token.TokenCheck;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a delegation lives is known without the database, which a transaction that must fail cannot ask. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class DelegationFromMemoryTest {
    @Inject
    Cloud cloud;

    @Inject
    TokenCheck tokens;

    @Inject
    @Any
    Instance<DelegationKind> kinds;

    private User owner;
    private Project project;
    private String token;

    @BeforeEach
    void aMember() {
        owner = cloud.person();
        project = cloud.project();
        cloud.grant(owner.id(), "member", Cloud.on(project));
        token = cloud.token(owner, Cloud.project(project));
    }

    @Test
    void anApplicationCredentialIsKnownToLiveWithoutTheDatabase() {
        TokenPayload payload = payload(byApplicationCredential());
        assertThat(living(payload)).isPresent();
        assertThat(withoutDatabase(() -> living(payload))).isPresent();
    }

    @Test
    void whatWasNeverReadIsNotKnownWithoutTheDatabase() { // or the other tests would prove nothing
        TokenPayload payload = payload(byApplicationCredential());
        JsonPath unread = applicationCredential("unread");
        TokenPayload other =
                with(payload, Delegation.applicationCredential(unread.getString("application_credential.id")));
        assertThat(withoutDatabase(() -> living(other))).isEmpty();
        assertThat(living(other)).isPresent();
    }

    @Test
    void aTrustIsKnownToLiveWithoutTheDatabase() {
        TokenPayload payload = payload(byTrust());
        assertThat(living(payload)).isPresent();
        assertThat(withoutDatabase(() -> living(payload))).isPresent();
    }

    private static <T> T withoutDatabase(Supplier<T> work) {
        QuarkusTransaction.begin();
        QuarkusTransaction.setRollbackOnly();
        try {
            return work.get();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private Optional<Delegated> living(TokenPayload payload) {
        return kinds.stream()
                .filter(kind -> kind.concerns(payload))
                .findFirst()
                .orElseThrow()
                .living(cloud.realm(), payload);
    }

    private TokenPayload payload(String text) {
        return tokens.valid(cloud.realm(), text).orElseThrow().payload();
    }

    private static TokenPayload with(TokenPayload payload, Delegation delegation) {
        return new TokenPayload(
                payload.user(),
                payload.methods(),
                payload.auditIds(),
                payload.issuedAt(),
                payload.expiresAt(),
                payload.scope(),
                delegation,
                payload.federated(),
                payload.thumbprint());
    }

    private JsonPath applicationCredential(String name) {
        return cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", name)))
                .post(cloud.at("/v3/users/" + owner.id().hex() + "/application_credentials"))
                .jsonPath();
    }

    private String byApplicationCredential() {
        JsonPath made = applicationCredential("ac");
        Map<String, String> payload = Map.of(
                "id", made.getString("application_credential.id"),
                "secret", made.getString("application_credential.secret"));
        return cloud.authenticate(
                        Map.of("methods", List.of("application_credential"), "application_credential", payload), null)
                .header("X-Subject-Token");
    }

    private String byTrust() {
        User trustee = cloud.person();
        Map<String, Object> wanted = Map.of(
                "trustor_user_id", owner.id().hex(),
                "trustee_user_id", trustee.id().hex(),
                "project_id", project.id().value(),
                "impersonation", true,
                "roles", List.of(Map.of("name", "member")));
        String id = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("trust", wanted))
                .post(cloud.at("/v3/OS-TRUST/trusts"))
                .jsonPath()
                .getString("trust.id");
        return cloud.authenticate(
                        Cloud.byPassword(trustee.id(), Cloud.PASSWORD), Map.of("OS-TRUST:trust", Map.of("id", id)))
                .header("X-Subject-Token");
    }
}
