package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever can change a document on its way becomes the partner: how it comes must be safe, or said not to be. */
class MetadataConfigTest {
    @Test
    void plainHttpFromAnotherMachineNeedsASignatureOrTheOperatorsWord() {
        assertThatThrownBy(() -> at("http://idp.example/metadata", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https")
                .hasMessageContaining("signedBy")
                .hasMessageContaining("plainHttp: true");
        assertThatCode(() -> at("http://idp.example/metadata", false, "a certificate"))
                .doesNotThrowAnyException();
        assertThatCode(() -> at("http://idp.example/metadata", true)).doesNotThrowAnyException();
        assertThatCode(() -> at("https://idp.example/metadata", false)).doesNotThrowAnyException();
        assertThatCode(() -> at("http://localhost:8080/metadata", false)).doesNotThrowAnyException();
    }

    @Test
    void anythingButTheWebIsNoAddress() {
        for (String address : List.of("file:///etc/passwd", "ftp://idp.example/x", "https:///nowhere")) {
            assertThatThrownBy(() -> at(address, true)).hasMessageContaining("http(s)");
        }
    }

    private static MetadataConfig at(String url, boolean plainHttp, String... signedBy) {
        return new MetadataConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.of(URI.create(url)),
                Optional.empty(),
                Optional.empty(),
                List.of(signedBy),
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofDays(30),
                Map.of(),
                false,
                plainHttp);
    }
}
