package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.identity.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void noAddressMeansTheEmbeddedDatabase() {
        assertThat(configured(Map.of())).isEmpty();
    }

    @Test
    void theDriversFormIsTakenAsItIs() {
        String url = "jdbc:postgresql://one:5432,two:5432/door?targetServerType=primary";
        DatabaseAddress address = configured(Map.of(
                        "VESTIBULE_DATABASE_URL",
                        url,
                        "VESTIBULE_DATABASE_USER",
                        "keeper",
                        "VESTIBULE_DATABASE_PASSWORD",
                        "s3cret"))
                .orElseThrow();
        assertThat(address.jdbcUrl()).isEqualTo(url);
        assertThat(address.user()).contains("keeper");
        assertThat(address.password()).contains(new Secret("s3cret"));
    }

    @Test
    void theFormOfEveryOtherToolIsTranslated() {
        DatabaseAddress address =
                DatabaseAddress.parse("postgresql://keeper:a%2Fb+c%40d@db.example.org:6432/door?sslmode=require");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.org:6432/door?sslmode=require");
        assertThat(address.user()).contains("keeper");
        assertThat(address.password()).contains(new Secret("a/b+c@d"));
        assertThat(DatabaseAddress.parse("postgres://db/door").jdbcUrl()).isEqualTo("jdbc:postgresql://db/door");
    }

    @Test
    void aSeparatePasswordOutranksTheOneInTheAddress() {
        DatabaseAddress address = configured(Map.of(
                        "VESTIBULE_DATABASE_URL",
                        "postgresql://keeper:old@db/door",
                        "VESTIBULE_DATABASE_PASSWORD",
                        "new"))
                .orElseThrow();
        assertThat(address.password()).contains(new Secret("new"));
    }

    @Test
    void theFrameworksOwnSettingIsHonouredToo() {
        assertThat(configured(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/door")))
                .isPresent();
    }

    @Test
    void whatIsShownHoldsNoSecret() {
        assertThat(DatabaseAddress.parse("jdbc:postgresql://db/door?user=keeper&password=s3cret")
                        .shown())
                .isEqualTo("postgresql://db/door");
        assertThat(DatabaseAddress.parse("postgresql://keeper:s3cret@db/door").toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://keeper:s3cret@db/door",
                "db/door",
                "postgresql:///door",
                "postgresql://keeper:s3 cret@db"
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("VESTIBULE_DATABASE_URL")
                .hasMessageNotContaining("cret")
                .hasNoCause();
    }

    private static Optional<DatabaseAddress> configured(Map<String, String> environment) {
        return DatabaseAddress.configured(
                new Settings(new Properties(), environment, new Properties(), new Properties()));
    }
}
