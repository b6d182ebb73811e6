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
    @ValueSource(
            strings = {
                "access_token",
                "idToken",
                "client_secret",
                "userPassword",
                "apiKey",
                "nonce",
                "at_hash",
                "assertion",
                "saml_credential",
                "Cookie",
                "authorization",
                "code",
                "device_code",
                "PHPSESSID",
                "recoveryCode"
            })
    void secretsAreLeftOutByTheirNames(String name) {
        assertThat(only(Map.of(name, List.of("of-value")))).isEqualTo(new Claim(name, List.of(), true, 0));
    }

    @Test
    void aTokenIsLeftOutWhateverItIsCalled() {
        String token = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln";
        assertThat(only(Map.of("note", List.of("plain", token))).secret()).isTrue();
        assertThat(only(Map.of("note", List.of("eyJ is no token"))).secret()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aXY.Y2lwaGVy.dGFn", // JWE with a direct key: the second part
                // is empty
                "eyJhbGciOiJSU0EtT0FFUCJ9.a2V5.aXY.Y2lwaGVy.dGFn",
                "<saml:Assertion ID=\"a\"/>",
                "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm4",
                "-----BEGIN PRIVATE KEY-----",
                "Basic YWRhOnB3",
                "https://files.example/a?sig=abc",
                "gho_16C7e42F292c6912E7710c838347Ae178B4a",
                "2YotnFZFEjr1zCsicMWpAA.tGzv3JOkF0XG5Qx2TlKWIA"
            })
    void whatLooksLikeOneIsLeftOutUnderANameThatNobodyKnows(String value) {
        assertThat(only(Map.of("note", List.of(value))).secret()).isTrue();
    }

    @Test
    void namesAndWordsAreShownHoweverTheyLook() {
        Map<String, String> harmless = Map.of(
                "sub", "2YotnFZFEjr1zCsicMWpAAtGzv3JOkF0XG5Qx2TlKWIA",
                "tenant_id", "7f3a16C7e42F292c6912E7710c838347",
                "unit", "urn:mace:example.org:unit:physics",
                "note", "Building 7, second floor, Room 2.17",
                "object", "0f8fad5b-d9cb-469f-a165-70867728950e",
                "email", "a.very.long.address.of.ada.1815@mathematics.example",
                "country_code", "DE",
                "picture", "https://pictures.example/ada-1815.png");
        harmless.forEach((name, value) ->
                assertThat(only(Map.of(name, List.of(value)))).isEqualTo(new Claim(name, List.of(value), false, 0)));
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
