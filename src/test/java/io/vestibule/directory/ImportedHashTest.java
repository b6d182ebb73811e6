package io.vestibule.directory;

import static io.vestibule.directory.Samples.POLICY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords that another server hashed are good here, and are hashed anew when they are first typed. */
@QuarkusTest
class ImportedHashTest {
    private static final String PASSWORD = "correct horse battery staple";

    @Inject
    DeclaredPeople declared;

    @Inject
    LocalCredentials credentials;

    @Inject
    LocalCredentialRepository rows;

    @ParameterizedTest
    @ValueSource(
            strings = { // made by Keystone 22's own hash_password
                "$2b$04$jLEzfQjwEYUyuO6tIh15L.SYnNVQHI8i5189J/hvSP6vI.usoGgly",
                "$scrypt$ln=16,r=8,p=1$TWlNqXUuRWjNOQcAIIQQ4g$CeuwV4oDFDaSMheiI+v+Rniw9DrAuVsLocDmwimBfYs",
                "$pbkdf2-sha512$1000$z7m3du5dq9Wak1JqzZlzLg$KJZGsKvMQ36n/pZeLu58ogs4JYrTqhYavcR5NFPXFSgB9kF7SetvrkmzkWFEjUvt/UHAOWnrge8IkgGr1OtdTg",
                // made by passlib 1.7
                "$2a$04$QZYjT06YL1DPV1udUE3J6eBpsdJL0DPaD5aHoNyybJPAmsJJI.sgy",
                "$scrypt$ln=10,r=8,p=1$IeS8N8Z47/3f+18LoXQuhQ$2iZ2dsFirRWjLTssaNnRMijrt9KV2v4zG8D2jqC7hcc",
                "$pbkdf2-sha512$1000$nPN.7z1HqLWW8r5Xak2J8Q$ouUmXWVkslDPWkNec5tJR7A28GUpzZXFYiOlZ2TMHCuo7/GFJctoOuTCXUO8vhYJSX6M1mjFdorzW7a7ewiBTQ",
                "$pbkdf2-sha256$1000$rrXWOkeo1Zrzfq9Vaq21lg$S5AF8mwgP4cDwJ5fNOb.fU2DxO9fyEDU.dndkQa7lHE"
            })
    void whatKeystoneHashedIsTheSamePassword(String hash) {
        assertThat(matches(hash, PASSWORD)).isTrue();
        assertThat(matches(hash, PASSWORD + " ")).isFalse();
        assertThat(matches(hash, "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "U*U | $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", // crypt_blowfish
                "password | $2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W", // dex's example
                "password | JDJhJDEwJDJiMmNVOENQaE9UYUdyczFIUlF1QXVlUzdKVFQ1WkhzSFN6WWlGUG0xbGVaY2s3TWM4VDRX",
                "grüße-é | $2b$04$ZBEyAeDf21tKQVZDUl9s/uV/GSZzUJvB2G03AydpMde1D.OPpsRxS",
                "pleaseletmein | $scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw", // RFC 7914 §12
                "password | $pbkdf2$4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE" // RFC 6070 §2
            })
    void whatOthersPublishedIsReadTheSameWay(String password, String hash) {
        assertThat(matches(hash, password)).isTrue();
        assertThat(matches(hash, password + "x")).isFalse();
    }

    @Test
    void aLongPasswordIsCutWhereItsKeystoneCutIt() {
        String of54 = "$2b$04$pYmffTKWN41GhG5B/Y42DuxcKRWIpzFS1DZG5De.lPNK23EViSehm";
        assertThat(matches(of54, "x".repeat(54))).isTrue();
        assertThat(matches(of54, "x".repeat(53))).isFalse();
        String of72 = "$2b$04$vZ/aiFO7r6cMOYg.DKYuyugcxV540DTZ6TMmBVheVby9lUl5BbpLe";
        assertThat(matches(of72, "y".repeat(72))).isTrue();
        assertThat(matches(of72, "y".repeat(71))).isFalse();
        String ofHundred = "$2b$04$/usXCm274iSOlzg3fxAb3OnySpQKj/0Ga/UbtZ/psRoFzmmdarpYG";
        assertThat(matches(ofHundred, "long ".repeat(20))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct horse battery staple",
                "$1$salt$0123456789abcdef",
                "$2b$31$IdLEhTUDjlvG2k77x.RSguRe9HkK8b1tIQVXXfiiGmXHihZ32BN.e", // 2^31 rounds
                "$2b$04$IdLEhTUDjlvG2k77x",
                "$scrypt$ln=24,r=64,p=1$IeS8N8Z47/3f+18LoXQuhQ$2iZ2dsFirRWjLTssaNnRMijrt9KV2v4zG8D2jqC7hcc", // 128 GiB
                "$scrypt$ln=18,r=8,p=1$IeS8N8Z47/3f+18LoXQuhQ$2iZ2dsFirRWjLTssaNnRMijrt9KV2v4zG8D2jqC7hcc", // 256 MiB
                "$scrypt$ln=0,r=8,p=1$IeS8N8Z47/3f+18LoXQuhQ$2iZ2dsFirRWjLTssaNnRMijrt9KV2v4zG8D2jqC7hcc",
                "$pbkdf2-sha512$99999999$nPN.7z1HqLWW8r5Xak2J8Q$ouUmXWVkslDPWkNec5tJR7A28GUpzZXFYiOlZ2TMHCuo7/GFJctoOuTCXUO8vhYJSX6M1mjFdorzW7a7ewiBTQ",
                // four blocks of 20 bytes for one tag (RFC 8018 §5.2): four times the rounds
                "$pbkdf2$1000000$nPN.7z1HqLWW8r5Xak2J8Q$ouUmXWVkslDPWkNec5tJR7A28GUpzZXFYiOlZ2TMHCuo7/GFJctoOuTCXUO8vhYJSX6M1mjFdorzW7a7ewiBTQ",
                "$pbkdf2-md5$1000$nPN.7z1HqLWW8r5Xak2J8Q$ouUmXWVkslDPWkNec5tJR7A28GUpzZXFYiOlZ2TMHCuo7"
            })
    void whatIsUnknownOrTooDearIsNotTaken(String hash) {
        assertThat(StoredHash.read(hash)).isEmpty();
    }

    @Test
    void theFirstLoginMakesItOneOfOursAndTheFileLeavesItAlone() {
        String name = "r" + UUID.randomUUID();
        String hash = "$2b$04$IdLEhTUDjlvG2k77x.RSguRe9HkK8b1tIQVXXfiiGmXHihZ32BN.e";
        Realm realm = Samples.realm(name, false, POLICY, List.of(ada(hash)));
        declared.follow(realm);
        assertThat(credentials.verify(realm, "ada", new Secret("wrong"))).isInstanceOf(PasswordCheck.Wrong.class);
        User ada = signedIn(realm, PASSWORD);
        assertThat(stored(ada)).isInstanceOf(PasswordHash.class);
        declared.follow(realm);
        assertThat(stored(ada)).isInstanceOf(PasswordHash.class);
        assertThat(signedIn(realm, PASSWORD).id()).isEqualTo(ada.id());
        credentials.set(realm, ada.id(), new Secret("chosen by herself"));
        declared.follow(realm);
        signedIn(realm, "chosen by herself");
    }

    @Test
    void aHashNobodyKnowsLeavesThePersonWithoutAPassword() {
        Realm realm = Samples.realm("r" + UUID.randomUUID(), false, POLICY, List.of(ada("$1$old$hash")));
        declared.follow(realm);
        assertThat(credentials.verify(realm, "ada", new Secret(PASSWORD))).isInstanceOf(PasswordCheck.Wrong.class);
    }

    private StoredHash stored(User user) {
        return rows.lastHashes(user.id().value(), 1).getFirst();
    }

    private User signedIn(Realm realm, String password) {
        PasswordCheck check = credentials.verify(realm, "ada", new Secret(password));
        assertThat(check).isInstanceOf(PasswordCheck.Right.class);
        return ((PasswordCheck.Right) check).user();
    }

    private static boolean matches(String hash, String password) {
        return switch (StoredHash.read(hash).orElseThrow()) {
            case ImportedHash imported -> imported.matches(password.getBytes(UTF_8));
            case PasswordHash ours -> throw new AssertionError("taken for one of ours: " + hash);
        };
    }

    private static PersonDeclaration ada(String hash) {
        return new PersonDeclaration(
                "ada",
                "Ada",
                Optional.empty(),
                false,
                true,
                List.of(),
                Claims.none(),
                Optional.empty(),
                Optional.of(new Secret(hash)),
                Optional.empty());
    }
}
