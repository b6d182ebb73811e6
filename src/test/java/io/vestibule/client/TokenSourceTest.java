package io.vestibule.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenSourceTest {
    private static final Login ADA = new Login.Password(Login.Who.byName("ada", "Default"), "engine of 1843");

    private final SettableTime time = new SettableTime();
    private final FakeIdentity identity = new FakeIdentity(time);
    private final TokenSource source = source(ADA, new Scope.ProjectNamed("engine", "Default"));

    private TokenSource source(Login login, Scope scope) {
        return new TokenSource(IdentityApi.at(identity.address()), login, scope, time);
    }

    @AfterEach
    void shut() {
        identity.close();
    }

    @Test
    void aTokenIsObtainedOnceAndKept() {
        assertThat(source.token().value()).isEqualTo("token-1");
        assertThat(source.token().value()).isEqualTo("token-1");
        assertThat(identity.bodies).singleElement().asString().contains("\"methods\":[\"password\"]", "engine of 1843");
    }

    @Test
    void aTokenIsRenewedBeforeItExpires() {
        source.token();
        time.pass(Duration.ofMinutes(59).plusSeconds(1));
        assertThat(source.token().value()).isEqualTo("token-2");
    }

    @Test
    void aTokenThatSomebodyRefusedIsReplaced() {
        Token refused = source.token();
        source.forget(refused);
        assertThat(source.token().value()).isEqualTo("token-2");
        source.forget(refused);
        assertThat(source.token().value())
                .as("what was renewed meanwhile stays")
                .isEqualTo("token-2");
    }

    @Test
    void manyThreadsAskTheServerOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Token>> tokens = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(source::token))
                    .toList();
            for (Future<Token> token : tokens) {
                assertThat(token.get().value()).isEqualTo("token-1");
            }
        }
        assertThat(identity.asked).hasSize(1);
    }

    @Test
    void aShortOutageIsNoticedByNobody() {
        source.token();
        time.pass(Duration.ofMinutes(59).plusSeconds(30));
        identity.down = true;
        assertThat(source.token().value()).isEqualTo("token-1");
        time.pass(Duration.ofSeconds(30));
        assertThatThrownBy(source::token).isInstanceOf(IdentityUnreachable.class);
    }

    @Test
    void wrongCredentialsAreARefusalWithTheServersWords() {
        identity.locked = true;
        assertThatThrownBy(source::token)
                .isInstanceOfSatisfying(
                        IdentityRefused.class, no -> assertThat(no.status()).isEqualTo(401))
                .hasMessage("The request you have made requires authentication.");
    }

    @Test
    void everyKindOfLoginAndScopeIsSentAsKeystoneReadsIt() {
        source(new Login.ApplicationCredential("c1", "s"), new Scope.ByDefault())
                .token();
        source(new Login.ExistingToken("token-1"), new Scope.SystemWide()).token();
        source(ADA, new Scope.Unscoped()).token();
        source(ADA, new Scope.Trust("t1")).token();
        source(ADA, new Scope.Domain("default")).token();
        assertThat(identity.bodies.get(0))
                .contains("\"application_credential\":{", "\"id\":\"c1\"")
                .doesNotContain("scope");
        assertThat(identity.bodies.get(1)).contains("\"token\":{\"id\":\"token-1\"}", "\"system\":{\"all\":true}");
        assertThat(identity.bodies.get(2)).contains("\"scope\":\"unscoped\"");
        assertThat(identity.bodies.get(3)).contains("\"OS-TRUST:trust\":{\"id\":\"t1\"}");
        assertThat(identity.bodies.get(4)).contains("\"scope\":{\"domain\":{\"id\":\"default\"}}");
    }

    @Test
    void theCatalogTellsWhereAServiceIs() {
        Token token = source.token();
        assertThat(token.endpoint("compute", "public", Optional.of("two"))).contains("http://nova.example/two");
        assertThat(token.endpoint("compute", "public", Optional.empty())).contains("http://nova.example/one");
        assertThat(token.endpoint("volume", "public", Optional.empty())).isEmpty();
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        assertThat(ADA.toString()).doesNotContain("1843");
        assertThat(new Login.ApplicationCredential("c1", "secret-9").toString()).doesNotContain("secret-9");
        assertThat(new Login.ExistingToken("secret-9").toString()).doesNotContain("secret-9");
        assertThat(source.token().toString()).doesNotContain("token-1");
    }
}
