package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.LogoutAsk;
import io.vestibule.protocol.saml.toy.Seal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SAML Core §3.7.3: a service provider says the name that it was given in that session, whatever the person is called now. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class GivenNameLogoutTest extends SamlTest {
    private static final String BEFORE = "email: ada@lab.example\n";
    private static final String AFTER = "email: countess@lab.example\n";
    private static final String BOB = "email: bob@lab.example\n    emailVerified: false\n";
    private static final String SUCCESSOR = "email: ada@lab.example\n    emailVerified: true\n";

    private boolean readdressed;
    private boolean handedOn;

    @AfterEach
    void everybodyHasTheirAddressAgain() {
        if (handedOn) {
            lab.rewrite(SUCCESSOR, BOB);
        }
        if (readdressed) {
            lab.rewrite(AFTER, BEFORE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'nameId: { allowed: [email-address] }', redirect, true",
        "'nameId: { allowed: [email-address] }', redirect, false",
        "'nameId: { allowed: [email-address] }', soap, true",
        "'nameId: { allowed: [email-address] }', soap, false",
        "'nameId: { format: unspecified, claim: email }', redirect, true",
        "'nameId: { format: unspecified, claim: email }', redirect, false",
        "'nameId: { format: unspecified, claim: email }', soap, true",
        "'nameId: { format: unspecified, claim: email }', soap, false",
        "'nameId: { format: persistent, claim: email }', soap, true",
        "'nameId: { format: persistent, claim: email }', redirect, false"
    })
    void theSessionEndsByTheNameThatWasGivenInIt(String rule, String binding, boolean index) {
        declare(rule);
        JsonNode shown = signIn("ada", "binding=redirect");
        assertThat(name(shown)).isEqualTo("ada@lab.example");
        readdress();
        LogoutAsk ask = index ? ask(shown) : ask(shown).withoutIndex();
        assertThat(binding.equals("soap") ? bySoap(ask) : byRedirect(browser, ask))
                .contains("status:Success")
                .doesNotContain("PartialLogout");
        assertThat(lives(browser)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unspecified", "x509-subject-name", "email-address"})
    void aNameAloneEndsEverySessionInWhichItWasGiven(String format) {
        declare("nameId: { format: " + format + " }");
        try (PlainBrowser other = new PlainBrowser()) {
            JsonNode shown = signIn("ada", "binding=redirect");
            lab.signIn(other, "ada", party, "binding=redirect");
            assertThat(byRedirect(browser, ask(shown).withoutIndex())).contains("status:Success");
            assertThat(lives(browser)).isFalse();
            assertThat(lives(other)).isFalse();
        }
    }

    /** It comes back in the same session, and hears the new one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSeveralNamesThatWereGivenInItEachOneCounts(boolean index) {
        declare("nameId: { allowed: [email-address] }");
        JsonNode shown = signIn("ada", "binding=redirect");
        readdress();
        assertThat(name(signIn("nobody", "binding=redirect"))).isEqualTo("countess@lab.example");
        assertThat(bySoap(index ? ask(shown) : ask(shown).withoutIndex())).contains("status:Success");
        assertThat(lives(browser)).isFalse();
    }

    @Test
    void aNameThatWasNotGivenInItEndsNothing() {
        declare("nameId: { allowed: [email-address] }");
        JsonNode shown = signIn("ada", "binding=redirect");
        readdress();
        LogoutAsk ask = ask(shown).naming("countess@lab.example");
        assertThat(bySoap(ask)).contains("UnknownPrincipal");
        assertThat(bySoap(ask.withoutIndex())).contains("UnknownPrincipal");
        assertThat(byRedirect(browser, ask.withoutIndex())).contains("UnknownPrincipal");
        assertThat(lives(browser)).isTrue();
    }

    @Test
    void whoeverHasTheAddressNowIsNotSignedOutWithWhoeverHadIt() {
        declare("nameId: { allowed: [email-address] }");
        JsonNode hers = signIn("ada", "binding=redirect");
        readdress();
        handOn();
        try (PlainBrowser other = new PlainBrowser()) {
            JsonNode his = lab.signIn(other, "bob", party, "binding=redirect");
            assertThat(name(his)).isEqualTo(name(hers));
            assertThat(bySoap(ask(his).withoutIndex())).as("whose?").contains("UnknownPrincipal");
            assertThat(lives(browser)).isTrue();
            assertThat(lives(other)).isTrue();

            assertThat(byRedirect(other, ask(his).withoutIndex())).contains("status:Success");
            assertThat(lives(browser)).isTrue();
            assertThat(lives(other)).isFalse();

            lab.signIn(other, "bob", party, "binding=redirect");
            assertThat(bySoap(ask(hers))).contains("status:Success");
            assertThat(lives(browser)).isFalse();
            assertThat(lives(other)).isTrue();
        }
    }

    /** The address is not verified any more: no name can be given, which takes away none. */
    @Test
    void oneThatCannotBeGivenAgainIsStillTheOneThatWasGiven() {
        declare("nameId: { allowed: [email-address] }");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.rewrite(BEFORE, BEFORE + "    emailVerified: false\n");
        try {
            assertThat(status(signIn("nobody", "binding=redirect"))).contains("InvalidNameIDPolicy");
        } finally {
            lab.rewrite(BEFORE + "    emailVerified: false\n", BEFORE);
        }
        assertThat(bySoap(ask(shown))).contains("status:Success");
    }

    private void declare(String rule) {
        lab.declare(party, "singleLogoutServices: [ { url: \"" + party.at("/slo") + "\" } ]", rule);
    }

    private void readdress() {
        lab.rewrite(BEFORE, AFTER);
        readdressed = true;
    }

    private void handOn() {
        lab.rewrite(BOB, SUCCESSOR);
        handedOn = true;
    }

    private LogoutAsk ask(JsonNode shown) {
        return LogoutAsk.of(party, lab.at("/saml/slo"), shown);
    }

    private String bySoap(LogoutAsk ask) {
        return browser.ask(SamlLab.soap(
                        lab.at("/saml/slo/soap"),
                        Seal.sign(ask.to(lab.at("/saml/slo/soap")).text(), party.key())))
                .body();
    }

    private static String byRedirect(PlainBrowser by, LogoutAsk ask) {
        return LogoutAsk.answer(by.open(ask.redirect("x")).address());
    }

    private boolean lives(PlainBrowser in) {
        return status(lab.signIn(in, "nobody", party, "binding=redirect&IsPassive=true"))
                .contains("Success");
    }

    private static String name(JsonNode shown) {
        return shown.path("nameId").path("value").asText();
    }
}
