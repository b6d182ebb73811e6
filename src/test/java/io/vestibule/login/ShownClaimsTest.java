package io.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.login.ShownClaims.Claim;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownClaimsTest {
    @ParameterizedTest
    @ValueSource(strings = {"access_token", "idToken", "client_secret", "userPassword", "apiKey", "nonce", "at_hash"})
    void secretsAreLeftOutByTheirNames(String name) {
        assertThat(only(Map.of(name, List.of("of-value")))).isEqualTo(new Claim(name, List.of(), true, 0));
    }

    @Test
    void aTokenIsLeftOutWhateverItIsCalled() {
        String token = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln";
        assertThat(only(Map.of("note", List.of("plain", token))).secret()).isTrue();
        assertThat(only(Map.of("note", List.of("eyJ is no token"))).secret()).isFalse();
    }

    @Test
    void notMoreThanCanBeReadIsShown() {
        Claim long1 = only(Map.of("text", List.of("x".repeat(10_000))));
        assertThat(long1.values().getFirst()).hasSizeLessThan(300);
        List<String> many = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        assertThat(only(Map.of("groups", many)).more()).isEqualTo(30);
        Map<String, List<String>> claims = new TreeMap<>();
        IntStream.range(0, 130).forEach(i -> claims.put("claim" + i, List.of("v")));
        assertThat(ShownClaims.of(claims).claims()).hasSize(100);
        assertThat(ShownClaims.of(claims).more()).isEqualTo(30);
    }

    private static Claim only(Map<String, List<String>> claims) {
        return ShownClaims.of(claims).claims().getFirst();
    }
}
