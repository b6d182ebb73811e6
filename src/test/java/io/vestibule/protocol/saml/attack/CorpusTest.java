package io.vestibule.protocol.saml.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.keys.SignatureProvider;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.protocol.saml.xml.MessageSchema;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.XmlReading;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Response;
import org.w3c.dom.Element;

/** The corpus is what it says; and what reads and verifies XML here believes nothing hostile in it. */
class CorpusTest {
    private static final ToyKey RSA = ToyKey.rsa("idp");
    private static final ToyKey EC = ToyKey.ec("idp");
    private static final ToyKey RSA_NAMESAKE = Target.namesake(RSA);
    private static final ToyKey EC_NAMESAKE = Target.namesake(EC);
    private static final ToyKey OTHER = ToyKey.rsa("other");
    private static final ToyKey SP = ToyKey.rsa("sp");
    private static final Duration MOST = Duration.ofSeconds(3); // the machine is shared; a stuck parser takes minutes

    private static Canary canary;

    private static final OpenSaml OPEN_SAML = new OpenSaml();
    private static final XmlReading READING = new XmlReading(OPEN_SAML, new MessageSchema());
    private static final Signatures SIGNATURES = new Signatures(OPEN_SAML, new SignatureProvider());

    @BeforeAll
    static void listen() throws Exception {
        canary = new Canary(InetAddress.getLoopbackAddress());
    }

    @AfterAll
    static void nobodyFetchedAnything() {
        canary.close();
        assertThat(canary.asked()).isEmpty();
    }

    @Test
    void everyCaseHasANameOfItsOwnAndEveryNumberHasACase() {
        List<AttackCase> all = Corpus.attacks(true, true);
        assertThat(all).extracting(AttackCase::id).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(all.stream().map(AttackCase::number).toList()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(all).allSatisfy(attack -> assertThat(attack.what()).isNotBlank());
    }

    static Stream<AttackCase> controls() {
        return Corpus.controls(false).stream();
    }

    @ParameterizedTest
    @MethodSource("controls")
    void controlsVerifyHereAndByTheJdk(AttackCase control) throws Exception {
        for (ToyKey key : List.of(RSA, EC)) {
            byte[] xml = control.maker().make(target(key)).xml();
            Element response = Xml.parse(xml);
            Element assertion =
                    Xml.child(response, SamlNames.ASSERTION, "Assertion").orElseThrow();
            int signed = 0;
            for (Element element : List.of(response, assertion)) {
                if (SealCheck.isSigned(element)) {
                    assertThat(SealCheck.verify(element, List.of(key.publicKey())))
                            .isNotEmpty();
                    signed++;
                }
            }
            assertThat(believed(xml, key)).hasSize(signed).allMatch(text -> text.contains("emmy-7f3a"));
        }
    }

    static Stream<AttackCase> attacks() {
        return Corpus.attacks(true, true).stream();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingThatVerifiesHereIsForged(AttackCase attack) {
        for (ToyKey key : List.of(RSA, EC)) {
            Target target = target(key);
            Message message = attack.maker().make(target);
            Message control = Corpus.controls(false).getFirst().maker().make(target);
            assertThat(message.body()).isNotEqualTo(control.body());
            Instant start = Instant.now();
            for (String believed : believed(message.xml(), key)) {
                assertThat(believed).doesNotContain(Target.EVIL);
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(MOST);
        }
    }

    static Stream<AttackCase> traps() {
        return attacks().filter(attack -> attack.number() == 7 && attack.expect() == AttackCase.Expect.REFUSED);
    }

    /** Nothing is fetched, expanded or run: then it does not take long. The best of five, as the machine has other things to do. */
    @ParameterizedTest
    @MethodSource("traps")
    void aTrapIsRefusedWithinFiftyMilliseconds(AttackCase trap) {
        byte[] xml = trap.maker().make(target(RSA)).xml();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            believed(xml, RSA);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    /** The text of every element that verifies. */
    private List<String> believed(byte[] xml, ToyKey key) {
        List<String> believed = new ArrayList<>();
        try {
            Response response = READING.message(xml, Response.class);
            Set<SignableSAMLObject> all = new HashSet<>(response.getAssertions());
            all.add(response);
            for (SignableSAMLObject one : all) {
                verified(one, key).ifPresent(believed::add);
            }
        } catch (SamlRefused refused) {
            assertThat(refused.reason()).isNotBlank();
        }
        return believed;
    }

    private Optional<String> verified(SignableSAMLObject object, ToyKey key) {
        try {
            var verified = object instanceof Assertion assertion
                    ? SIGNATURES
                            .verify(assertion, List.of(key.publicKey()), Algorithms.CURRENT)
                            .object()
                    : SIGNATURES
                            .verify((Response) object, List.of(key.publicKey()), Algorithms.CURRENT)
                            .object();
            return Optional.of(Xml.text(verified.getDOM()));
        } catch (SamlRefused refused) {
            assertThat(refused.reason()).isNotBlank();
            return Optional.empty();
        }
    }

    private static Target target(ToyKey key) {
        return new Target(
                "https://idp.example/metadata",
                "https://sp.example/metadata",
                "https://sp.example/acs",
                key,
                key == RSA ? RSA_NAMESAKE : EC_NAMESAKE,
                Draft.newId(),
                "state",
                Optional.of(SP.publicKey()),
                Optional.of(new Target.Other("https://other.example/idp", OTHER)),
                canary.address(),
                new Target.Honest("emmy-7f3a", SamlNames.PERSISTENT, Draft.newId()));
    }
}
