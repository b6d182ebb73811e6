package io.vestibule.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnlineCheckTest {
    private final SettableTime time = new SettableTime();
    private final FakeIdentity identity = new FakeIdentity(time);
    private final IdentityApi api = IdentityApi.at(identity.address());
    private final TokenSource own =
            new TokenSource(api, new Login.Password(Login.Who.byId("u0"), "pw"), new Scope.Project("services"), time);
    private final OnlineCheck check = new OnlineCheck(api, own, Duration.ofSeconds(10), time);

    @AfterEach
    void shut() {
        identity.close();
    }

    @Test
    void aGoodTokenSaysWhoIsThereAndWithWhichRoles() {
        Optional<Token> token = check.check("token-7");
        assertThat(token).hasValueSatisfying(good -> {
            assertThat(good.user().name()).isEqualTo("ada");
            assertThat(good.project())
                    .hasValueSatisfying(project -> assertThat(project.name()).isEqualTo("engine"));
            assertThat(good.roles()).isEqualTo(Set.of("member"));
        });
    }

    @Test
    void answersAreRememberedForAWhile() {
        check.check("token-7");
        time.pass(Duration.ofSeconds(9));
        check.check("token-7");
        assertThat(identity.askedFor("GET token-7")).isEqualTo(1);
        identity.revoked.add("token-7");
        time.pass(Duration.ofSeconds(1));
        assertThat(check.check("token-7")).isEmpty();
    }

    @Test
    void refusalsAreRememberedToo() {
        assertThat(check.check("stolen")).isEmpty();
        assertThat(check.check("stolen")).isEmpty();
        assertThat(identity.askedFor("GET stolen")).isEqualTo(1);
    }

    @Test
    void noTokenOutlivesItselfInTheMemory() {
        identity.lifetime = Duration.ofSeconds(4);
        check.check("token-7");
        time.pass(Duration.ofSeconds(4));
        check.check("token-7");
        assertThat(identity.askedFor("GET token-7")).isEqualTo(2);
    }

    @Test
    void whenTheOwnTokenWasRevokedTheCallerNoticesNothing() {
        check.check("token-7");
        identity.revoked.add("token-1");
        assertThat(check.check("token-8")).isPresent();
        assertThat(identity.askedFor("POST null")).isEqualTo(2);
    }

    @Test
    void anOutageIsNeitherYesNorNo() {
        own.token();
        identity.down = true;
        assertThatThrownBy(() -> check.check("token-7")).isInstanceOf(IdentityUnreachable.class);
        identity.down = false;
        assertThat(check.check("token-7")).as("nothing was remembered").isPresent();
    }

    @Test
    void whatIsNoHeaderValueIsNoToken() {
        assertThat(check.check("")).isEmpty();
        assertThat(check.check("token-7\r\nX-Auth-Token: mine")).isEmpty();
        assertThat(identity.asked).isEmpty();
    }

    @Test
    void accessRulesOfAnApplicationCredentialBind() {
        Token token = check.check("token-7").orElseThrow();
        assertThat(token.permits("compute", "GET", "/v2.1/servers/s1")).isTrue();
        assertThat(token.permits("compute", "GET", "/v2.1/servers/s1/action")).isFalse();
        assertThat(token.permits("compute", "POST", "/v2.1/servers/s1")).isFalse();
        assertThat(token.permits("volume", "GET", "/v2.1/servers/s1")).isFalse();
    }

    @Test
    void anAccessRulesPathIsNoRegularExpression() {
        assertThat(new AccessRule("s", "GET", "/a.b/**").matches("s", "GET", "/a.b/c/d"))
                .isTrue();
        assertThat(new AccessRule("s", "GET", "/a.b/**").matches("s", "GET", "/axb/c/d"))
                .isFalse();
        assertThat(new AccessRule("s", "GET", "/x/{id}/y").matches("s", "GET", "/x/1/y"))
                .isTrue();
        assertThat(new AccessRule("s", "GET", "/x/{id}/y").matches("s", "GET", "/x/1/2/y"))
                .isFalse();
    }
}
