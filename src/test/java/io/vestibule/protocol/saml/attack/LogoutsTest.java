package io.vestibule.protocol.saml.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each LogoutRequest is what it says. */
class LogoutsTest {
    private static final ToyKey KEY = ToyKey.rsa("sp");
    private static final LogoutCase.Participant WHO = new LogoutCase.Participant(
            "https://idp.example/slo",
            "https://sp.example",
            KEY,
            Target.namesake(KEY),
            "emmy",
            SamlNames.PERSISTENT,
            Map.of("SPNameQualifier", "https://sp.example"),
            "_session",
            new LogoutCase.Other("https://other.example", ToyKey.ec("other"), "hedy", "_hers"));

    static Stream<LogoutCase> accepted() {
        return Logouts.all().stream().filter(LogoutCase::accepted);
    }

    static Stream<LogoutCase> withoutSignatureOfTheirs() {
        return Logouts.all().stream()
                .filter(one -> one.id().matches("20-(unsigned|stranger|other-key|changed|wrapped).*"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aControlIsSigned(LogoutCase control) {
        assertThat(verifies(control)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("withoutSignatureOfTheirs")
    void aForgedOneIsNot(LogoutCase forged) {
        assertThatThrownBy(() -> assertThat(verifies(forged)).isTrue())
                .isInstanceOfAny(IllegalArgumentException.class, AssertionError.class);
    }

    @Test
    void everyOneHasANameOfItsOwn() {
        assertThat(Logouts.all()).extracting(LogoutCase::id).doesNotHaveDuplicates();
    }

    private static boolean verifies(LogoutCase one) {
        Message message = one.maker().make(WHO);
        List<PublicKey> keys = List.of(KEY.publicKey());
        return message.method().equals("GET")
                ? RedirectQuery.verifies(message.query(), "SAMLRequest", keys)
                : !SealCheck.verify(Xml.parse(message.xml()), keys).isEmpty();
    }
}
