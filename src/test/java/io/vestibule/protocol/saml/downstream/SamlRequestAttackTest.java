package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.protocol.saml.attack.Browser;
import io.vestibule.protocol.saml.attack.Message;
import io.vestibule.protocol.saml.attack.RequestCase;
import io.vestibule.protocol.saml.attack.RequestCase.Asker;
import io.vestibule.protocol.saml.attack.Requests;
import io.vestibule.protocol.saml.refusal.Refusals;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lying service provider, or somebody between it and us, cannot do (security cases 10, 19, 21 and 22). */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class SamlRequestAttackTest {
    private static final ToyKey STRANGER = ToyKey.rsa("sp-signing");

    @Inject
    SamlLab lab;

    @Inject
    Refusals refusals;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ToyServiceProvider party;
    private Asker asker;

    @BeforeEach
    void declare() {
        if (party == null) {
            party = lab.serviceProvider(false);
            lab.declare(party, "authnRequestsSigned: true");
        }
        asker = new Asker(
                lab.at("/saml/sso").toString(),
                party.entityId(),
                party.at("/acs").toString(),
                "https://static.example/acs?keep=1",
                party.key(),
                STRANGER,
                party.at("/canary").toString());
    }

    @AfterAll
    static void close() {
        party.close();
        CLIENT.close();
    }

    static Stream<String> controls() {
        return Requests.all().stream().filter(RequestCase::accepted).map(RequestCase::id);
    }

    static Stream<String> attacks() {
        return Requests.all().stream().filter(one -> !one.accepted()).map(RequestCase::id);
    }

    @ParameterizedTest
    @MethodSource("controls")
    void aGenuineRequestBeginsALogin(String id) {
        Browser browser = new Browser(CLIENT, "");
        Browser.Page page = send(browser, id).orElseThrow();
        assertThat(page.body()).doesNotContain("<script>alert");
        if (!page.location().isEmpty()) {
            page = browser.get(URI.create(page.location()));
        }
        assertThat(page.status()).as(page.whole()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"password\"").doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anotherOneIsRefusedHere(String id) {
        Browser browser = new Browser(CLIENT, "");
        Refusals.Before before = refusals.before(Set.of());
        Optional<Browser.Page> page = send(browser, id);
        refusals.check(before, page, browser.cookieNames());
        page.ifPresent(shown -> assertThat(shown.body())
                .doesNotContain("SAMLResponse", "<script>alert", "evil.example/acs\"", "javascript:"));
    }

    private Optional<Browser.Page> send(Browser browser, String id) {
        RequestCase one = Requests.all().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        Message message = one.maker().make(asker);
        try {
            return Optional.of(browser.send(URI.create(asker.sso()), message));
        } catch (UncheckedIOException closed) { // on a message too large, before all of it was sent
            assertThat(message.body().length).isGreaterThan(1_000_000);
            return Optional.empty();
        }
    }
}
