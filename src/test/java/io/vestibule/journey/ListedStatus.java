package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.ByteArrayInputStream;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** What status lists say of tokens. */
@ApplicationScoped
public class ListedStatus {
    private final Instance<JourneyClock> clock; // there is one in some profiles only
    private int seconds;

    ListedStatus(Instance<JourneyClock> clock) {
        this.clock = clock;
    }

    record Place(String uri, int index) {}

    static Place place(String token) {
        try {
            Map<?, ?> status = (Map<?, ?>) SignedJWT.parse(token)
                    .getJWTClaimsSet()
                    .getJSONObjectClaim("status")
                    .get("status_list");
            return new Place((String) status.get("uri"), ((Number) status.get("idx")).intValue());
        } catch (ParseException broken) {
            throw new AssertionError(broken);
        }
    }

    /** As a stranger reads it, with another's words than the client library. */
    boolean isValid(String token) {
        clock.get().move(Duration.ofSeconds(2L * ++seconds)); // lists are made anew once a second at most
        return !isMarked(token);
    }

    /** As the list says that anybody gets at this moment. */
    static boolean isMarked(String token) {
        Place place = place(token);
        try {
            JWTClaimsSet claims =
                    SignedJWT.parse(given().get(place.uri()).body().asString()).getJWTClaimsSet();
            String lst = (String) claims.getJSONObjectClaim("status_list").get("lst");
            byte[] bits = new InflaterInputStream(
                            new ByteArrayInputStream(Base64.getUrlDecoder().decode(lst)))
                    .readAllBytes();
            assertThat(bits).hasSize(8192);
            return (bits[place.index() / 8] >> (place.index() % 8) & 1) == 1;
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }
}
