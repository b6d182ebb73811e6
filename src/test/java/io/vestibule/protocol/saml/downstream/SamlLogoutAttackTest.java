package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.attack.LogoutCase;
import io.vestibule.protocol.saml.attack.LogoutCase.Participant;
import io.vestibule.protocol.saml.attack.Logouts;
import io.vestibule.protocol.saml.attack.Message;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every LogoutRequest of the corpus, in the very browser whose session it is about (security case 20). */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class SamlLogoutAttackTest extends SamlTest {
    private static final ToyKey STRANGER = ToyKey.rsa("sp-signing");
    private static final ToyKey OTHERS = ToyKey.rsa("sp-other");

    @Inject
    AuditLines audit;

    private final PlainBrowser others = new PlainBrowser();
    private ToyServiceProvider other;
    private Participant who;

    @BeforeEach
    void signInTwoPeople() {
        other = ToyServiceProvider.open(0, OTHERS, Optional.empty(), lab.at("/saml/metadata"));
        for (ToyServiceProvider known : List.of(party, other)) {
            lab.declare(known, "singleLogoutServices: [ { url: \"" + known.at("/slo") + "\" } ]");
        }
        JsonNode hers = lab.signIn(others, "bob", other, "binding=redirect");
        JsonNode shown = signIn("ada", "binding=redirect");
        JsonNode name = shown.path("nameId");
        Map<String, String> qualifiers = new HashMap<>();
        for (String qualifier : List.of("NameQualifier", "SPNameQualifier")) {
            if (name.has(qualifier)) {
                qualifiers.put(qualifier, name.path(qualifier).asText());
            }
        }
        who = new Participant(
                lab.at("/saml/slo").toString(),
                party.entityId(),
                party.key(),
                STRANGER,
                name.path("value").asText(),
                name.path("Format").asText(),
                qualifiers,
                shown.path("SessionIndex").asText(),
                new LogoutCase.Other(
                        other.entityId(),
                        OTHERS,
                        hers.path("nameId").path("value").asText(),
                        hers.path("SessionIndex").asText()));
    }

    @AfterEach
    void closeTheOther() {
        others.close();
        other.close();
    }

    static Stream<String> controls() {
        return Logouts.all().stream().filter(LogoutCase::accepted).map(LogoutCase::id);
    }

    static Stream<String> attacks() {
        return Logouts.all().stream().filter(one -> !one.accepted()).map(LogoutCase::id);
    }

    @ParameterizedTest
    @MethodSource("controls")
    void theParticipantEndsTheSession(String id) {
        assertThat(send(one(id).maker().make(who)).statusCode()).isIn(200, 303);
        assertThat(lives()).isFalse();
        assertThat(livesElsewhere()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nobodyElseDoes(String id) {
        LogoutCase one = one(id);
        Message message = one.maker().make(who);
        if (one.twice()) {
            send(message);
            assertThat(lives()).isFalse();
            signIn("ada", "binding=redirect");
        }
        audit.begin();
        HttpResponse<String> answer = send(message);
        // Where the request is theirs and names nobody's session, SAML Core §3.7.3.2 has an answer that says so.
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 303, 400);
        assertThat(audit.all()).singleElement().satisfies(line -> {
            assertThat(line.path("event").asText()).isEqualTo("refused");
            assertThat(line.path("reason").asText()).isNotBlank();
        });
        assertThat(lives()).isTrue();
        assertThat(livesElsewhere()).isTrue();
    }

    private boolean lives() {
        return signIn("nobody", "binding=redirect&IsPassive=true").has("nameId");
    }

    private boolean livesElsewhere() {
        return lab.signIn(others, "nobody", other, "binding=redirect&IsPassive=true")
                .has("nameId");
    }

    private HttpResponse<String> send(Message message) {
        URI slo = URI.create(who.slo());
        return browser.ask(
                message.method().equals("GET")
                        ? HttpRequest.newBuilder(URI.create(slo + "?" + message.query()))
                                .GET()
                        : HttpRequest.newBuilder(slo)
                                .header("Content-Type", message.contentType())
                                .POST(BodyPublishers.ofByteArray(message.body())));
    }

    private static LogoutCase one(String id) {
        return Logouts.all().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
