package io.vestibule.protocol.keystone.golden;

import io.vestibule.peer.KeystonePeer;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The harness is right: a Keystone from Debian answers the recording as the recorded one did. Where this passes and
 * {@code GoldenReplayTest} fails, the harness is not to blame.
 */
@Tag("peer")
@Tag("keystone")
class GoldenSelfTest {
    private static KeystonePeer keystone;

    @BeforeAll
    static void open() {
        keystone = KeystonePeer.prepare();
    }

    @AfterAll
    static void shut() {
        if (keystone != null) {
            keystone.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> aRealKeystoneAnswersAsItDidWhenItWasRecorded() {
        return new GoldenReplay(new Real(), Differences.ofAnUnpreparedKeystone()).tests();
    }

    private static final class Real implements Stage {
        @Override
        public URI enter(Part part) {
            keystone.start(
                    1,
                    switch (part) {
                        case PLAIN -> """
                        [openid]
                        remote_id_attribute = HTTP_OIDC_ISS
                        [federation]
                        trusted_dashboard = http://127.0.0.1:19080/auth/websso/
                        """;
                        case PASSWORDS -> """
                        [security_compliance]
                        lockout_failure_attempts = 2
                        lockout_duration = 5
                        password_expires_days = 1
                        unique_last_password_count = 3
                        minimum_password_age = 1
                        change_password_upon_first_use = true
                        password_regex = ^(?=.*\\d)(?=.*[a-zA-Z]).{7,}$
                        password_regex_description = at least seven characters, a letter and a digit
                        """;
                        case JWS -> """
                        [token]
                        provider = jws
                        """;
                        case FRONT -> """
                        [auth]
                        methods = external,password,token,application_credential
                        [tokenless_auth]
                        trusted_issuer = CN=Lab CA,O=Lab
                        protocol = x509
                        """;
                    });
            return keystone.base();
        }

        @Override
        public Map<String, String> headersFor(String environment) {
            return Map.of("X-Lab-Env", environment);
        }
    }
}
