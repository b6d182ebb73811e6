package io.vestibule.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MappingTest {
    @Test
    void theUsernameIsWhatThePersonIsCalledThere() {
        assertThat(map("preferred_username", "ada", "email", "lovelace@example.org")
                        .username())
                .isEqualTo("ada");
    }

    @Test
    void withoutOneItIsTheLocalPartOfTheAddressThenTheSubject() {
        assertThat(map("email", "lovelace@example.org").username()).isEqualTo("lovelace");
        assertThat(map("name", "Ada Lovelace").username()).isEqualTo("subject-1");
    }

    @Test
    void theNameShownIsTheNameThenItsPartsThenTheUsername() {
        assertThat(map("name", "Ada Lovelace", "given_name", "A").displayName()).isEqualTo("Ada Lovelace");
        assertThat(map("given_name", "Ada", "family_name", "Lovelace").displayName())
                .isEqualTo("Ada Lovelace");
        assertThat(map("family_name", "Lovelace").displayName()).isEqualTo("Lovelace");
        assertThat(map("preferred_username", "ada").displayName()).isEqualTo("ada");
    }

    @Test
    void anAddressIsVerifiedOnlyWhenTheUpstreamSaysSo() {
        assertThat(map("email", "ada@example.org").emailVerified()).isFalse();
        assertThat(map("email", "ada@example.org", "email_verified", "true").emailVerified())
                .isTrue();
        assertThat(map("email_verified", "true").emailVerified()).isFalse();
    }

    @Test
    void whatIsNoAddressOrHidesSomethingIsNone() {
        for (String address : List.of(
                "", "ada", "@example.org", "ada@", "ada\u202E@example.org", "ada\u200B@example.org", " a@b.c")) {
            assertThat(map("email", address, "email_verified", "true").email())
                    .as(address)
                    .isEmpty();
        }
    }

    @Test
    void invisibleCharactersOfANameAreTakenAway() {
        MappedPerson person =
                map("preferred_username", " a\u202Ed\0a\u200B\n ", "name", "Ada\u202E Lovelace\u2066\u0007");
        assertThat(person.username()).isEqualTo("ada");
        assertThat(person.displayName()).isEqualTo("Ada Lovelace");
    }

    @Test
    void aNameOfInvisibleCharactersOnlyIsNoName() {
        assertThat(map("preferred_username", "\u200B\u200D\u202E", "email", "ada@example.org")
                        .username())
                .isEqualTo("ada");
    }

    @Test
    void joinersStayWhereScriptsAndEmojiNeedThem() {
        String persian = "می\u200Cخواهم";
        assertThat(map("name", persian).displayName()).isEqualTo(persian);
        assertThat(map("name", "Grace 👩\u200D💻").displayName()).isEqualTo("Grace 👩\u200D💻");
    }

    @Test
    void namesAreBoundedAndNeverCutWithinACharacter() {
        String name = map("name", "😀".repeat(1000)).displayName();
        assertThat(name.length()).isLessThanOrEqualTo(255);
        assertThat(name.codePoints()).allMatch(c -> c == 0x1F600);
    }

    @Test
    void onlyWhatIsAboutThePersonIsKept() {
        Claims kept = map("iss", "https://idp", "nonce", "n", "sub", "s", "name", "Ada", "locale", "en", "team", "x")
                .claims();
        assertThat(kept.values()).containsOnlyKeys("locale", "team");
    }

    @Test
    void anAddressKeepsItsLinesAndLosesTheRest() {
        assertThat(map("address.formatted", "12 St James's Square\nLondon\0\u202E")
                        .claims()
                        .first("address.formatted"))
                .contains("12 St James's Square\nLondon");
    }

    @Test
    void aGroupWhoseNameWouldHaveToBeMendedIsNotGiven() {
        UpstreamIdentity identity = identity(
                new Claims(Map.of("groups", List.of("staff", "ad\u200Bmins", " admins", "", "x".repeat(256)))));
        assertThat(new Mapping().map(identity).groups()).isEqualTo(Set.of("staff"));
    }

    @Test
    void hugeProfilesAreBounded() {
        Claims many = new Claims(IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(i -> "claim" + i, i -> List.of("x".repeat(i)))));
        Claims kept = new Mapping().map(identity(many)).claims();
        assertThat(kept.values()).hasSizeLessThanOrEqualTo(200);
        assertThat(kept.values().values())
                .allSatisfy(values -> assertThat(values.getFirst()).hasSizeLessThanOrEqualTo(4096));
    }

    @Test
    void keysDoNotTellApartCaseWidthAndComposition() {
        assertThat(SafeText.key("Ada")).isEqualTo(SafeText.key("aDA")).isEqualTo(SafeText.key("Ａｄａ"));
        assertThat(SafeText.key("E\u0301lodie")).isEqualTo(SafeText.key("élodie"));
        assertThat(SafeText.key("STRASSE")).isEqualTo(SafeText.key("straße"));
        assertThat(SafeText.key("ada")).isNotEqualTo(SafeText.key("adam"));
    }

    private static MappedPerson map(String... namesAndValues) {
        Claims claims = Claims.none();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            claims = claims.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Mapping().map(identity(claims));
    }

    private static UpstreamIdentity identity(Claims claims) {
        return new UpstreamIdentity(
                new ConnectorId("campus"),
                "subject-1",
                claims,
                new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of()),
                UpstreamSession.none());
    }
}
