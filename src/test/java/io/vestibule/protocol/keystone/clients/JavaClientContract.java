package io.vestibule.protocol.keystone.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.client.IdentityApi;
import io.vestibule.client.IdentityRefused;
import io.vestibule.client.Login;
import io.vestibule.client.OnlineCheck;
import io.vestibule.client.Scope;
import io.vestibule.client.Token;
import io.vestibule.client.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a Java service finds with the client library. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JavaClientContract {
    private static final Scope ADMIN_PROJECT = new Scope.ProjectNamed("admin", "Default");

    private Cloud cloud;
    private IdentityApi api;
    private TokenSource own;

    abstract Cloud open();

    @BeforeAll
    void start() {
        cloud = open();
        api = IdentityApi.at(cloud.authUrl());
        own = new TokenSource(api, admin(cloud.password()), ADMIN_PROJECT);
    }

    @Test
    void aPasswordGivesATokenWithRolesAndCatalog() {
        Token token = own.token();
        assertThat(token.user().name()).isEqualTo("admin");
        assertThat(token.project().orElseThrow().name()).isEqualTo("admin");
        assertThat(token.roles()).contains("admin", "member", "reader");
        assertThat(token.endpoint("identity", "public", Optional.of("RegionOne"))
                        .orElseThrow())
                .startsWith(cloud.authUrl().toString());
        assertThat(own.token()).isSameAs(token);
    }

    @Test
    void aTokenIsExchangedForAnotherScope() {
        String unscoped =
                api.issue(admin(cloud.password()), new Scope.Unscoped()).value();
        assertThat(api.issue(new Login.ExistingToken(unscoped), ADMIN_PROJECT).project())
                .isPresent();
        assertThat(api.issue(new Login.ExistingToken(unscoped), new Scope.SystemWide())
                        .systemWide())
                .isTrue();
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> api.issue(admin("wrong"), ADMIN_PROJECT))
                .isInstanceOfSatisfying(
                        IdentityRefused.class, no -> assertThat(no.status()).isEqualTo(401));
    }

    @Test
    void anApplicationCredentialGivesATokenThatItsRulesRestrict() {
        String me = own.token().user().id();
        JsonNode credential = cloud.call("POST", "/users/" + me + "/application_credentials", """
                {"application_credential": {"name": "java-service", "access_rules":
                 [{"service": "volumes", "method": "GET", "path": "/v3/volumes/*"}]}}""")
                .path("application_credential");
        Token robot = api.issue(
                new Login.ApplicationCredential(
                        credential.path("id").asText(),
                        credential.path("secret").asText()),
                new Scope.ByDefault());
        Token checked = new OnlineCheck(api, own).check(robot.value()).orElseThrow();
        assertThat(checked.permits("volumes", "GET", "/v3/volumes/v1")).isTrue();
        assertThat(checked.permits("volumes", "DELETE", "/v3/volumes/v1")).isFalse();
    }

    @Test
    void aRevokedTokenIsGoodNoLongerThanAnAnswerIsRemembered() {
        Token token = api.issue(admin(cloud.password()), ADMIN_PROJECT);
        OnlineCheck forgetful = new OnlineCheck(api, own, Duration.ZERO, Clock.systemUTC());
        assertThat(forgetful.check(token.value())).isPresent();
        api.revoke(token);
        assertThat(forgetful.check(token.value())).isEmpty();
        assertThat(forgetful.check("nonsense")).isEmpty();
    }

    private static Login admin(String password) {
        return new Login.Password(Login.Who.byName("admin", "Default"), password);
    }
}
