package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.identity.Secret;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can write about a provider, and what stops the start. */
class OidcConnectorConfigTest {
    private static final String LEAST = "issuer: https://op.test\nclientId: c\n";

    @Test
    void threeLinesAreEnough() {
        assertThat(OidcConnectorFixture.config(LEAST + "clientSecret: s\n"))
                .isEqualTo(OidcConnectorConfig.of(URI.create("https://op.test"), "c", Optional.of(new Secret("s"))));
    }

    @Test
    void aSecretIsNeverPrinted() {
        assertThat(OidcConnectorFixture.config(LEAST + "clientSecret: s3cr3t\n").toString())
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                            | clientSecret",
                "'tokenEndpointAuthMethod: client_secret_post'                 | clientSecret",
                "'{clientSecret: s, tokenEndpointAuthMethod: private_key_jwt}' | clientSecret",
                "'{clientSecret: s, tokenEndpointAuthMethod: none}'            | clientSecret",
                "'{clientSecret: s, scopes: [profile]}'                        | scopes",
                "'{clientSecret: s, idTokenAlgorithms: [none]}'                | idTokenAlgorithms",
                "'{clientSecret: s, idTokenAlgorithms: [HS256]}'               | idTokenAlgorithms",
                "'{clientSecret: s, idTokenAlgorithms: []}'                    | idTokenAlgorithms",
                "'{clientSecret: s, clockSkew: 1h}'                            | clockSkew",
                "'{clientSecret: s, parameters: {state: x}}'                   | state",
                "'{clientSecret: s, responseMode: fragment}'                   | responseMode",
                "'{clientSecret: s, issuer: \"ftp://op.test\"}'                | issuer",
                "'{clientSecret: s, issuer: \"https://op.test?x=1\"}'          | issuer",
                "'{clientSecret: s, clientId: \"\"}'                           | clientId",
            })
    void whatCannotWorkIsRefusedByTheNameOfItsKey(String keys, String named) {
        String lines = keys.startsWith("{") ? keys.substring(1, keys.length() - 1) : keys;
        StringBuilder yaml = new StringBuilder();
        for (String line : lines.split(", (?=[a-zA-Z]+: )")) {
            yaml.append(line).append('\n');
        }
        String all = yaml
                + (yaml.indexOf("issuer:") < 0 ? "issuer: https://op.test\n" : "")
                + (yaml.indexOf("clientId:") < 0 ? "clientId: c\n" : "");

        assertThatThrownBy(() -> OidcConnectorFixture.config(all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
