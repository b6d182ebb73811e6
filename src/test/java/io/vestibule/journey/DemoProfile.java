package io.vestibule.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The demo and campus realms as they are delivered, with a password that the test knows. */
public class DemoProfile implements QuarkusTestProfile {
    static final String PASSWORD = "correct horse battery staple";

    @Override
    public Map<String, String> getConfigOverrides() {
        // The server calls itself here, and on a busy machine its first answers take their time.
        return Map.of("vestibule.demo-password", PASSWORD, "vestibule.outbound.timeout", "30s");
    }
}
