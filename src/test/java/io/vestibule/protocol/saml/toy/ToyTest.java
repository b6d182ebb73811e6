package io.vestibule.protocol.saml.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two toys agree with each other, so that what disagrees with them is the house. */
class ToyTest {
    private static final ToyKey RSA = ToyKey.rsa("idp");
    private static final ToyKey EC = ToyKey.ec("idp-ec");
    private static final ToyKey SP = ToyKey.rsa("sp");
    private static final ToyKey SP_ENCRYPTION = ToyKey.rsa("sp-encryption");

    private ToyIdentityProvider idp;
    private ToyServiceProvider sp;
    private PlainBrowser browser;

    @BeforeEach
    void open() {
        idp = ToyIdentityProvider.open(0, RSA);
        sp = ToyServiceProvider.open(0, SP, Optional.of(SP_ENCRYPTION), URI.create(idp.entityId()));
        idp.trusts(URI.create(sp.entityId()));
        browser = new PlainBrowser();
    }

    @AfterEach
    void close() {
        browser.close();
        sp.close();
        idp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "post"})
    void aLoginByEitherBindingIsEncryptedAndVerifies(String binding) {
        Visit shown = arrive(binding);

        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        assertThat(shown.body())
                .contains("\"encrypted\":true", "\"value\":\"emmy-7f3a\"", "\"assertionSigned\":true", "mathematics");
        assertThat(idp.lastAsked().verified()).isTrue();
    }

    @Test
    void anEllipticCurveSignsAsWell() {
        idp.key = EC;
        assertThat(arrive("redirect").body()).contains(SamlNames.ECDSA_SHA256).doesNotContain("refused");
    }

    @Test
    void anArtifactIsResolved() {
        idp.answer = ToyIdentityProvider.Answer.ARTIFACT;
        Visit shown = browser.open(sp.at("/login?binding=redirect&ProtocolBinding=" + SamlNames.ARTIFACT));
        assertThat(shown.body()).contains("\"value\":\"emmy-7f3a\"").doesNotContain("refused");
        assertThat(idp.resolved()).hasSize(1);
    }

    @Test
    void aRefusalShowsItsStatus() {
        idp.says = draft -> draft.status =
                List.of("urn:oasis:names:tc:SAML:2.0:status:Responder", "urn:oasis:names:tc:SAML:2.0:status:NoPassive");
        assertThat(arrive("redirect").body()).contains("NoPassive").doesNotContain("nameId");
    }

    @Test
    void aChangedAnswerIsRefused() {
        idp.encrypts = false;
        idp.mangles = response -> response.replace("emmy-7f3a", "root");
        Visit shown = arrive("redirect");
        assertThat(shown.status()).isEqualTo(403);
        assertThat(shown.body()).contains("refused").doesNotContain("\"nameId\"");
    }

    @Test
    void anAnswerIsTakenOnce() {
        AtomicReference<String> first = new AtomicReference<>();
        idp.mangles = response -> first.updateAndGet(kept -> kept == null ? response : kept);
        assertThat(arrive("redirect").status()).isEqualTo(200);
        assertThat(arrive("redirect").body()).contains("refused");
    }

    @Test
    void anElementOfAnotherKeyDoesNotVerify() {
        Draft draft = new Draft("idp", "sp", "https://sp/acs", "_1");
        var element = Xml.parse(draft.signed(EC));
        assertThatThrownBy(() -> SealCheck.verify(element, List.of(RSA.publicKey())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SealCheck.verify(element, List.of(RSA.publicKey(), EC.publicKey())))
                .isEqualTo(SamlNames.ECDSA_SHA256);
    }

    private Visit arrive(String binding) {
        Visit page = browser.open(sp.at("/login?binding=" + binding));
        if (binding.equals("post")) {
            page = browser.submit(page, Map.of());
        }
        return page.html().select("form").isEmpty() ? page : browser.submit(page, Map.of());
    }
}
