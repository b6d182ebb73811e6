package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody may post what no browser would: it is refused as a wrong passkey is, and is no failure of ours. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class BrokenPasskeyTest {
    @Inject
    House house;

    @Inject
    AuditLines audit;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "nonsense",
                "{\"id\":\"a\"}",
                "{\"id\":null,\"rawId\":null,\"response\":{}}",
                "{\"id\":\"YQ\",\"rawId\":\"YQ\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":null,"
                        + "\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}"
            })
    void isRefused(String answer) {
        audit.begin();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = house.enter(browser, "desk");
            Visit refused =
                    browser.carryOn(browser.submit(picker, "form[data-passkey=get]", Map.of("response", answer)));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.html().select("[role=alert]").text()).contains("did not let you in");
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().startsWith("passkey-"));
            assertThat(House.sessionCookie(browser)).isEmpty();
        }
    }
}
