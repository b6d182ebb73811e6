package io.vestibule.portal;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** The application with the sample realms. */
public class SampleProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SampleRealms.class);
    }
}
