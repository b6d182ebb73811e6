package io.vestibule.boot;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Landmark;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SeenFromOutsideTest {
    @Inject
    Banner banner;

    @Inject
    BaseUrl baseUrl;

    @Inject
    Realms realms;

    @Any
    @Inject
    Instance<Landmark> landmarks;

    @ConfigProperty(name = "quarkus.datasource.password")
    String databasePassword;

    @Test
    void aliveSaysNothingOfTheDatabaseSoThatItsOutageRestartsNobody() {
        get("/q/health/live")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.size()", equalTo(0));
    }

    @Test
    void readyMeansThatTheDatabaseAnswers() {
        get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("Database connections health check"));
    }

    @Test
    void startedMeansThatTheTablesAreThoseOfThisVersion() {
        get("/q/health/started")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'schema' }.data.pendingMigrations", equalTo(0));
    }

    @Test
    void metricsAreForPrometheus() {
        get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("# TYPE"))
                .body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void theBannerSaysWhereToClickAndWhereTheDataLies() {
        String text = banner.text();
        assertThat(text).contains(baseUrl.value().toString(), "Data ", "Stop ");
        assertThat(realms.all())
                .allSatisfy(realm -> assertThat(text)
                        .contains(realm.displayName())
                        .contains(baseUrl.issuer(realm.name()).toString()));
    }

    @Test
    void theBannerOfADemoNamesAFirstLogin() {
        assertThat(banner.text()).containsPattern("sign in as \\w+, password \\S+");
    }

    @Test
    void theBannerSaysWhereProgramsFindARealm() {
        List<Landmark.Sign> signs = realms.all().stream()
                .flatMap(realm -> landmarks.stream().flatMap(landmark -> landmark.in(realm).stream()))
                .toList();
        assertThat(signs).isNotEmpty();
        assertThat(signs).allSatisfy(sign -> assertThat(banner.text()).contains(sign.label() + " " + sign.address()));
    }

    @Test
    void theBannerHoldsNoSecretOfTheDatabase() {
        assertThat(banner.text()).doesNotContain(databasePassword);
    }
}
