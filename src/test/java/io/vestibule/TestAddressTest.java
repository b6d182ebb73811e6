package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestAddressTest {
    @Inject
    BaseUrl baseUrl;

    @TestHTTPResource("/")
    URI listening;

    @Test
    void theIssuerIsMadeFromTheAddressThatListens() {
        assertThat(baseUrl.resolve("/")).isEqualTo(listening);
    }
}
