package io.vestibule.portal;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.vestibule.journey.JourneyClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The application with the sample realms, and an operator's template folder that is empty at first. */
public class SampleProfile implements QuarkusTestProfile {
    static final Path TEMPLATES = Path.of("target", "sample-templates").toAbsolutePath();

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SampleRealms.class, JourneyClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("vestibule.templates", TEMPLATES.toString());
    }
}
