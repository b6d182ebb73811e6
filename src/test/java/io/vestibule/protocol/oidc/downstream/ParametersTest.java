package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.protocol.oidc.downstream.Parameters.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code application/x-www-form-urlencoded}, strictly. */
class ParametersTest {
    @ParameterizedTest
    @CsvSource({"a=b, b", "a=b+c%20d, b c d", "&&a=b&, b", "a=%C3%A9, é", "a=b=c, b=c", "%61=b, b", "a=%f0%9f%98%80, 😀"
    })
    void isDecoded(String encoded, String value) {
        assertThat(read(encoded).get("a")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=", "&", "b=c"})
    void whatHasNoValueIsNotThere(String encoded) {
        assertThat(read(encoded).has("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b&a=c",
                "a&a",
                "%61=b&a=c",
                "a=%",
                "a=%4",
                "a=%g0",
                "a=%00",
                "%00=a",
                "a=%c3",
                "a=%ff",
                "a=%c0%80",
                "a=%ed%a0%80",
                "a=\u20ac"
            })
    void whatIsMalformedIsRefused(String encoded) {
        assertThat(Parameters.read(encoded)).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aStrangeNameIsNotRepeatedInTheAnswer() {
        Reading.Malformed refused = (Reading.Malformed) Parameters.read("<b>=1&<b>=2");
        assertThat(refused.description()).doesNotContain("<b>");
    }

    @Test
    void rawUtf8CountsAsTheBytesItIs() {
        assertThat(read("a=\u00c3\u00a9").get("a")).contains("é");
    }

    @Test
    void encodingAndReadingAgree() {
        Parameters parameters = read("state=%2B%26%3D+x&scope=openid");
        assertThat(read(parameters.encoded())).isEqualTo(parameters);
    }

    private static Parameters read(String encoded) {
        return ((Reading.Read) Parameters.read(encoded)).parameters();
    }
}
