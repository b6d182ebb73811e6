package io.vestibule.directory;

import static io.vestibule.directory.Samples.POLICY;
import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.MovableClock;
import io.vestibule.audit.AuditLog;
import io.vestibule.identity.Secret;
import io.vestibule.keys.MasterKey;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import io.vestibule.records.ExpiringRecords;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecondFactorTest {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // 12345678901234567890

    @Inject
    Directory directory;

    @Inject
    TotpSecretRepository rows;

    @Inject
    SecretsAtRest seal;

    @Inject
    ExpiringRecords records;

    @Inject
    Changes changes;

    @Inject
    AuditLog audit;

    @Inject
    RecoveryCodeRepository paper;

    @Inject
    MasterKey master;

    @Inject
    SecureRandom random;

    @Inject
    Accounts accounts;

    private MovableClock clock;
    private TotpSecrets totp;
    private Realm realm;
    private User ada;

    @BeforeEach
    void adaHasAnAuthenticator() {
        clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        totp = node();
        realm = Samples.realm("r" + UUID.randomUUID());
        ada = user(directory.resolve(realm.name(), identity("campus", "1"), person("ada")));
        assertThat(totp.put(realm.name(), ada.id(), credential(), new Secret(SEED)))
                .isTrue();
    }

    @Test // RFC 6238 appendix B, the last six of its eight digits
    void passcodesAreThoseOfTheStandard() {
        byte[] key = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        assertThat(Passcode.key(SEED).orElseThrow()).isEqualTo(key);
        assertThat(Passcode.at(key, 59 / 30)).isEqualTo("287082");
        assertThat(Passcode.at(key, 1111111109L / 30)).isEqualTo("081804");
        assertThat(Passcode.at(key, 20000000000L / 30)).isEqualTo("353130");
    }

    @Test
    void thePresentPasscodeAndItsNeighboursAreRight() {
        for (int away : List.of(-1, 0, 1)) {
            assertThat(totp.verify(realm, ada, passcode(away))).isEqualTo(PasscodeCheck.RIGHT);
        }
        assertThat(totp.verify(realm, ada, passcode(-2))).isEqualTo(PasscodeCheck.WRONG);
        assertThat(totp.verify(realm, ada, passcode(2))).isEqualTo(PasscodeCheck.WRONG);
    }

    @Test // security case 43
    void aPasscodeIsGoodForOnceOnEveryNode() {
        assertThat(totp.verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.RIGHT);
        assertThat(node().verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.USED_BEFORE);
        clock.advance(Duration.ofSeconds(30));
        assertThat(totp.verify(realm, ada, passcode(-1))).isEqualTo(PasscodeCheck.USED_BEFORE);
        assertThat(totp.verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.RIGHT);
    }

    @Test // security case 44
    void guessingEndsWhicheverNodeIsAsked() {
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            assertThat(node().verify(realm, ada, "000000")).isEqualTo(PasscodeCheck.WRONG);
        }
        assertThat(node().verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.LOCKED);
        clock.advance(POLICY.lockoutDuration().plusSeconds(1));
        assertThat(totp.verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.RIGHT);
    }

    @Test // security case 44
    void guessingRecoveryCodesEndsWhicheverNodeIsAskedAndLeavesPasscodesAlone() {
        List<Secret> codes = paper().renew(realm.name(), ada.id());
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            assertThat(paper().verify(realm, ada, "00000-00000")).isEqualTo(PasscodeCheck.WRONG);
        }
        assertThat(paper().verify(realm, ada, codes.getFirst().reveal())).isEqualTo(PasscodeCheck.LOCKED);
        assertThat(paper().left(ada.id())).as("it was not looked at").isEqualTo(codes.size());
        assertThat(totp.verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.RIGHT);
        clock.advance(POLICY.lockoutDuration().plusSeconds(1));
        assertThat(paper().verify(realm, ada, codes.getFirst().reveal())).isEqualTo(PasscodeCheck.RIGHT);
        assertThat(paper().verify(realm, ada, codes.getFirst().reveal()))
                .as("once")
                .isEqualTo(PasscodeCheck.WRONG);
    }

    @Test
    void anAdministratorOpensWhatGuessesShut() {
        List<Secret> codes = paper().renew(realm.name(), ada.id());
        for (int i = 0; i < POLICY.failuresBeforeLockout(); i++) {
            paper().verify(realm, ada, "00000-00000");
        }
        accounts.update(realm, ada.id(), AccountPatch.nothing().withEnabled(true));
        assertThat(paper().verify(realm, ada, codes.getFirst().reveal())).isEqualTo(PasscodeCheck.RIGHT);
    }

    @Test
    void nobodysPasscodeIsAnothers() {
        User grace = user(directory.resolve(realm.name(), identity("campus", "2"), person("grace")));
        assertThat(totp.verify(realm, grace, passcode(0))).isEqualTo(PasscodeCheck.WRONG);
        assertThat(totp.has(realm.name(), grace.id())).isFalse();
    }

    @Test
    void aSeedIsReplacedAndForgotten() {
        String credential = credential();
        String other = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        totp.put(realm.name(), ada.id(), credential, new Secret(other));
        assertThat(totp.verify(realm, ada, passcode(0))).isEqualTo(PasscodeCheck.WRONG);
        totp.remove(realm.name(), ada.id(), credential);
        assertThat(totp.has(realm.name(), ada.id())).isFalse();
    }

    @Test
    void whatIsNoSeedIsNotKept() {
        for (String broken : List.of("", "secret!", "0189", "GEZDGNBV")) {
            assertThat(totp.put(realm.name(), ada.id(), "c2", new Secret(broken)))
                    .as(broken)
                    .isFalse();
        }
    }

    @Test
    void theSeedIsNotInTheDatabase() {
        assertThat(new String(rows.of(realm.name(), ada.id()).getFirst().sealedSecret, StandardCharsets.ISO_8859_1))
                .doesNotContain(SEED);
    }

    @Test
    void anyOneRuleMustBeMetInFull() {
        MfaRules rules = new MfaRules(List.of(List.of("password", "totp"), List.of("mapped", "openid")));
        assertThat(rules.satisfiedBy(Set.of("password"))).isFalse();
        assertThat(rules.satisfiedBy(Set.of("totp"))).isFalse();
        assertThat(rules.satisfiedBy(Set.of("password", "totp"))).isTrue();
        assertThat(rules.satisfiedBy(Set.of("password"), "totp")).isTrue();
        assertThat(rules.satisfiedBy(MfaRules.methodsOf("oidc"))).isTrue();
        assertThat(rules.satisfiedBy(MfaRules.methodsOf("saml"))).isFalse();
        assertThat(new MfaRules(List.of()).satisfiedBy(Set.of())).isTrue();
        assertThat(new MfaRules(List.of(List.of("password", "retina"))).satisfiedBy(Set.of("password"), "totp"))
                .as("a method that does not exist is not left out")
                .isFalse();
    }

    @Test
    void rulesBindUnlessTheyAreSwitchedOff() throws Exception {
        String rules = "\"multi_factor_auth_rules\":[[\"password\",\"totp\"]]";
        assertThat(mfa("{" + rules + "}").rules()).hasSize(1);
        assertThat(mfa("{" + rules + ",\"multi_factor_auth_enabled\":true}").rules())
                .hasSize(1);
        assertThat(mfa("{" + rules + ",\"multi_factor_auth_enabled\":false}").rules())
                .isEmpty();
    }

    private static MfaRules mfa(String options) throws Exception {
        return MfaRules.of(UserOptions.of(new ObjectMapper().readTree(options)));
    }

    private RecoveryCodes paper() {
        return new RecoveryCodes(paper, master, random, audit, clock);
    }

    private TotpSecrets node() {
        return new TotpSecrets(rows, seal, records, changes, audit, clock);
    }

    private String credential() {
        return "c-" + realm.name();
    }

    private String passcode(int stepsAway) {
        return Passcode.at(Passcode.key(SEED).orElseThrow(), clock.instant().getEpochSecond() / 30 + stepsAway);
    }
}
