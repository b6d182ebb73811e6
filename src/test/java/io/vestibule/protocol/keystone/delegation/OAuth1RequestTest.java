package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of RFC 5849. */
class OAuth1RequestTest {
    private static final Secret CONSUMER = new Secret("kd94hf93k423kf44");
    private static final Secret TOKEN = new Secret("pfkkdhi9sl3r4s00");

    @Test
    void theSignedRequestOfTheIntroduction() { // §1.2
        OAuth1Request request = photos("MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D", "file=vacation.jpg&size=original");
        assertThat(request.signedWith(CONSUMER, Optional.of(TOKEN))).isTrue();
        assertThat(request.signedWith(CONSUMER, Optional.empty())).isFalse();
        assertThat(request.signedWith(TOKEN, Optional.of(CONSUMER))).isFalse();
    }

    @Test
    void aParameterOrAddressThatWasNotSignedIsNoticed() {
        assertThat(photos("MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D", "file=vacation.jpg&size=small")
                        .signedWith(CONSUMER, Optional.of(TOKEN)))
                .isFalse();
        assertThat(photos("MdpQcU8iPSUjWoN%2FUDMsK2sui9J%3D", "file=vacation.jpg&size=original")
                        .signedWith(CONSUMER, Optional.of(TOKEN)))
                .isFalse();
    }

    @Test
    void theBaseStringWithRepeatedEmptyAndEscapedParameters() { // §3.4.1.1, its form as query
        OAuth1Request request = OAuth1Request.read(
                        "POST",
                        "http://example.com/request",
                        "OAuth realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", "
                                + "oauth_token=\"kkk9d7dh3k39sjv7\", oauth_signature_method=\"HMAC-SHA1\", "
                                + "oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\", "
                                + "oauth_signature=\"bYT5CMsGcbgUdFHObYMEfcx6bsw%3D\"",
                        "b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2&a3=2+q")
                .orElseThrow();
        assertThat(request.baseString())
                .isEqualTo("POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q"
                        + "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_"
                        + "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m"
                        + "ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk"
                        + "9d7dh3k39sjv7");
    }

    @Test
    void plaintextOtherVersionsAndRepeatedParametersAreNotTaken() {
        String plaintext = "OAuth oauth_consumer_key=\"k\", oauth_signature_method=\"PLAINTEXT\", "
                + "oauth_signature=\"kd94hf93k423kf44%26\"";
        assertThat(OAuth1Request.read("POST", "http://example.com/", plaintext, "")
                        .orElseThrow()
                        .signedWith(CONSUMER, Optional.empty()))
                .isFalse();
        assertThat(OAuth1Request.read("POST", "http://e/", "OAuth oauth_token=\"a\", oauth_token=\"b\"", ""))
                .isEmpty();
        assertThat(OAuth1Request.read("POST", "http://e/", "Basic oauth_token=\"a\"", ""))
                .isEmpty();
        assertThat(OAuth1Request.read("POST", "http://e/", "OAuth oauth_token=\"%zz\"", ""))
                .isEmpty();
    }

    private static OAuth1Request photos(String signature, String query) {
        return OAuth1Request.read(
                        "GET",
                        "http://photos.example.net/photos",
                        "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", "
                                + "oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", "
                                + "oauth_timestamp=\"137131202\", oauth_nonce=\"chapoH\", oauth_signature=\""
                                + signature + "\"",
                        query)
                .orElseThrow();
    }
}
