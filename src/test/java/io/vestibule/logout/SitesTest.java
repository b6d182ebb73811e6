package io.vestibule.logout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
    @ParameterizedTest
    @CsvSource({
        "https://login.example.org/a, https://login.example.org:8443/b, true",
        "https://login.example.org, https://APP.Example.org./slo, true",
        "https://login.example.org, http://app.example.org, false",
        "https://login.example.org, https://login.example.com, false",
        "https://one.co.uk, https://two.co.uk, false",
        "https://idp.one.co.uk, https://sp.one.co.uk, true",
        "https://one.github.io, https://two.github.io, false",
        "http://localhost:8080, http://localhost:9090, true",
        "http://localhost:8080, http://127.0.0.1:8080, false",
        "http://127.0.0.1:8080, http://127.0.0.2:8080, false",
        "http://[::1]:8080, http://[::1]:9090, true",
        "https://idp, https://idp, true",
        "https://idp.campus, https://sp.campus, false",
    })
    void areTheSameWhereBrowsersSaySo(URI one, URI other, boolean same) {
        assertThat(Sites.same(one, other)).isEqualTo(same);
        assertThat(Sites.same(other, one)).isEqualTo(same);
    }
}
