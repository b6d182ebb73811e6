package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.protocol.saml.attack.Browser;
import io.vestibule.protocol.saml.attack.Logins.Login;
import io.vestibule.protocol.saml.attack.Message;
import io.vestibule.protocol.saml.attack.Target;
import io.vestibule.protocol.saml.refusal.Refusals;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an artifact may stand for, and how its answer may come (security case 18). */
@QuarkusTest
@TestProfile(FortProfile.class)
class SamlArtifactAttackTest {
    @Inject
    Fort fort;

    @Inject
    Refusals refusals;

    @AfterEach
    void behave() {
        fort.idp().signsArtifactResponse = response -> Seal.sign(response, fort.idp().key);
    }

    @Test
    void anArtifactSignsInOnce() {
        Login first = fort.logins("desk", "guild").begin();
        String artifact = fort.idp().artifact(genuine(first.target()));
        refusals.before(Set.of());
        assertThat(send(first, artifact).status()).isIn(200, 303);
        assertThat(refusals.signedInAs()).containsExactly("emmy-7f3a");

        Login second = fort.logins("desk", "guild").begin();
        refuse(second, artifact);
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                content("nothing", target -> ""),
                content("an answer of another trusted identity provider", target -> {
                    Target.Other other = target.other().orElseThrow();
                    Draft draft = target.draft();
                    draft.issuer = other.issuer();
                    draft.assertionIssuer = other.issuer();
                    return draft.signed(other.key());
                }),
                content(
                        "an answer signed by a stranger",
                        target -> target.evil().signed(target.stranger())),
                content("an answer to another request", target -> {
                    Draft draft = target.draft();
                    draft.inResponseTo = "_other";
                    draft.subjectInResponseTo = "_other";
                    return draft.signed(target.key());
                }),
                content("an answer for another address", target -> {
                    Draft draft = target.draft();
                    draft.recipient = "https://other.example/acs";
                    return draft.signed(target.key());
                }),
                content("two answers", target -> {
                    Draft evil = target.evil();
                    return evil.response(evil.assertion()) + genuine(target);
                }),
                content("an assertion alone", target -> Seal.sign(target.draft().assertion(), target.key())),
                content("megabytes", target -> "<x>" + "x".repeat(3_000_000) + "</x>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void anArtifactThatStandsForSomethingElseIsRefused(String what, Function<Target, String> content) {
        Login login = fort.logins("desk", "guild").begin();
        refuse(login, fort.idp().artifact(content.apply(login.target())));
    }

    static Stream<Arguments> envelopes() {
        return Stream.of(
                envelope("unsigned, over a line that anybody may cut", fort -> response -> response),
                envelope("signed by a stranger", fort -> response -> Seal.sign(response, fort.other().key)),
                envelope(
                        "to another query",
                        fort -> response -> Seal.sign(
                                response.replaceFirst("InResponseTo=\"[^\"]*\"", "InResponseTo=\"_other\""),
                                fort.idp().key)),
                envelope(
                        "of another issuer",
                        fort -> response -> Seal.sign(
                                response.replaceFirst(">[^<]*</saml:Issuer>", ">https://other.example</saml:Issuer>"),
                                fort.idp().key)),
                envelope(
                        "changed after signing",
                        fort -> response -> Seal.sign(response, fort.idp().key).replace("emmy-7f3a", "root-4711")),
                envelope("with a document type", fort -> response -> "<!DOCTYPE x>" + response),
                envelope("that is no XML", fort -> response -> "nonsense"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("envelopes")
    void anAnswerToTheQueryThatIsNotTheirsIsRefused(String what, Function<Fort, UnaryOperator<String>> change) {
        Login login = fort.logins("desk", "guild").begin();
        Draft evil = login.target().draft();
        String artifact = fort.idp().artifact(evil.response(evil.assertion())); // nothing inside vouches for it
        fort.idp().signsArtifactResponse = change.apply(fort);
        refuse(login, artifact);
    }

    private void refuse(Login login, String artifact) {
        Refusals.Before before = refusals.before(login.browser().cookieNames());
        Browser.Page page = send(login, artifact);
        refusals.check(before, Optional.of(page), login.browser().cookieNames(), Set.of(400, 403));
    }

    private Browser.Page send(Login login, String artifact) {
        return login.browser().send(fort.acs("guild"), Message.fields(Map.of("SAMLart", artifact), login.target()));
    }

    private static String genuine(Target target) {
        return target.draft().signed(target.key());
    }

    private static Arguments content(String what, Function<Target, String> content) {
        return arguments(what, content);
    }

    private static Arguments envelope(String what, Function<Fort, UnaryOperator<String>> change) {
        return arguments(what, change);
    }
}
