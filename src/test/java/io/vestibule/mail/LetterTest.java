package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.outbound.SmtpServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a letter is, and where it may be handed in. */
class LetterTest {
    @Test
    void aSubjectIsOneLine() {
        assertThat(new Letter("ada@house.example", "Hello\r\nBcc: eve@evil.example", "Text").subject())
                .isEqualTo("Hello Bcc: eve@evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example, eve@evil.example",
                "a@b.example\r\nBcc: eve@evil.example",
                "Eve <eve@evil.example>",
                "a@b@c.example",
                "\"a b\"@c.example",
                "nobody",
                ""
            })
    void aLetterGoesToOneAddress(String address) {
        assertThatThrownBy(() -> new Letter(address, "Hello", "Text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutTlsOnlyOnThisMachine() {
        assertThatThrownBy(() -> new MailPolicy(
                        "smtp.house.example",
                        25,
                        SmtpServer.Tls.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        "login@house.example",
                        Duration.ofMinutes(20),
                        true,
                        true,
                        true))
                .hasMessageContaining("this machine only");
    }
}
