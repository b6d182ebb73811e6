package io.vestibule.protocol.keystone.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final Optional<String> PROJECT = Optional.of("p1");

    @Test
    void userAndProjectAreFilledInWhicheverSignStandsBeforeThem() {
        assertThat(filled("http://swift/v1/AUTH_%(tenant_id)s", PROJECT)).contains("http://swift/v1/AUTH_p1");
        assertThat(filled("http://cinder/v3/$(project_id)s/x", PROJECT)).contains("http://cinder/v3/p1/x");
        assertThat(filled("http://x/%(user_id)s?a=100%%", Optional.empty())).contains("http://x/u1?a=100%");
        assertThat(filled("http://plain", Optional.empty())).contains("http://plain");
    }

    @Test
    void anAddressThatNeedsAProjectIsNotShownWithoutOne() {
        assertThat(filled("http://swift/v1/AUTH_%(tenant_id)s", Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x/%(admin_token)s",
                "http://x/$(database_connection)s",
                "http://x/%(project_id)d",
                "http://x/%(project_id",
                "http://x/%",
                "http://x/$(project_id)",
                "http://x/%s"
            })
    void otherPlacesAreRefusedAndNeverFilled(String text) {
        assertThat(new UrlTemplate(text).isWellFormed()).isFalse();
        assertThat(filled(text, PROJECT)).isEmpty();
    }

    private static Optional<String> filled(String text, Optional<String> project) {
        return new UrlTemplate(text).fill("u1", project);
    }
}
