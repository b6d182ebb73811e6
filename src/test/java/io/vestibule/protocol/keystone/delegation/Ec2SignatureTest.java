package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures that others made: a recorded exchange, and the examples which AWS publishes. */
class Ec2SignatureTest {
    private static final Secret RECORDED = new Secret("bd2f1186ff4a44b89a7544dc0da83331");
    private static final Secret EXAMPLE = new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void version2AsRecordedFromAnEc2Client() throws Exception {
        Ec2Signature signature = recorded("127.0.0.1");
        assertThat(signature.madeWith(RECORDED)).isTrue();
        assertThat(signature.madeWith(EXAMPLE)).isFalse();
        assertThat(signature.timestamp()).contains("2026-11-22T03:53:48Z");
    }

    @Test
    void theHostMayHaveBeenSignedWithoutItsPort() throws Exception {
        assertThat(recorded("127.0.0.1:8788").madeWith(RECORDED)).isTrue();
        assertThat(recorded("127.0.0.2:8788").madeWith(RECORDED)).isFalse();
    }

    @Test
    void version4InTheHeader() {
        assertThat(version4("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", "20150830T123600Z")
                        .madeWith(EXAMPLE))
                .isTrue();
        assertThat(version4("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf30", "20150830T123600Z")
                        .madeWith(EXAMPLE))
                .isFalse();
    }

    @Test
    void aRequestOfAnotherDayThanItsKeyIsRefused() {
        assertThat(version4("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", "20150831T123600Z")
                        .madeWith(EXAMPLE))
                .isFalse();
    }

    @Test
    void anAbsentSignatureOrAnUnknownVersionMatchesNothing() {
        Ec2Signature absent = new Ec2Signature("GET", "h", "/", Map.of("SignatureVersion", "2"), Map.of(), "", "");
        Ec2Signature unknown = new Ec2Signature("GET", "h", "/", Map.of("SignatureVersion", "9"), Map.of(), "", "x");
        assertThat(absent.madeWith(EXAMPLE)).isFalse();
        assertThat(unknown.madeWith(EXAMPLE)).isFalse();
    }

    @Test
    void s3Version1And4AsPublished() throws Exception {
        Secret secret = new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        String old = "GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg";
        assertThat(s3(old, "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=").madeWith(secret)).isTrue();
        assertThat(s3(old + " ", "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=").madeWith(secret))
                .isFalse();
        String current = "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
                + "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972";
        String signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        assertThat(s3(current, signature).madeWith(secret)).isTrue();
        assertThat(s3(current.replace("/s3/", "/ec2/"), signature).madeWith(secret))
                .isFalse();
    }

    private static S3Signature s3(String text, String signature) {
        String token = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return S3Signature.read(new ObjectMapper()
                        .createObjectNode()
                        .put("token", token)
                        .put("signature", signature))
                .orElseThrow();
    }

    private static Ec2Signature recorded(String host) throws Exception {
        return Ec2Signature.read(new ObjectMapper().readTree("""
                {"access": "82687dea8fe3496995801ad5d203dd73", "host": "%s", "verb": "GET", "path": "/",
                 "params": {"SignatureVersion": "2", "SignatureMethod": "HmacSHA256",
                            "AWSAccessKeyId": "82687dea8fe3496995801ad5d203dd73", "Timestamp": "2026-11-22T03:53:48Z"},
                 "signature": "Roqe7cR1izLcu0Kf6+4XlzMYrB2GTfbOdnw022CFkLs="}
                """.formatted(host)));
    }

    private static Ec2Signature version4(String signature, String date) {
        String authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=" + signature;
        return new Ec2Signature(
                "GET",
                "example.amazonaws.com",
                "/",
                Map.of(),
                Map.of("X-Amz-Date", date, "Authorization", authorization),
                EMPTY_BODY,
                signature);
    }
}
