package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.protocol.saml.upstream.VouchedAssertion.Received;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.Subject;

/**
 * From what a browser brought to somebody's identity, in this order: one message, of a sane shape, for us, from the provider
 * asked, in answer to our question, saying success, one assertion, signed, valid, ours, fresh, never seen before.
 */
final class Arrival {
    private final Ourselves ourselves;
    private final SamlConnectorConfig config;
    private final Function<List<String>, RequestedClasses> classes;
    private final Surroundings with;
    private final OwnKeys keys;
    private final VouchedAssertion vouched;
    private final ArtifactResolution artifacts;

    Arrival(
            Ourselves ourselves,
            SamlConnectorConfig config,
            Function<List<String>, RequestedClasses> classes,
            Surroundings with,
            OwnKeys keys,
            VouchedAssertion vouched,
            ArtifactResolution artifacts) {
        this.ourselves = ourselves;
        this.config = config;
        this.classes = classes;
        this.with = with;
        this.keys = keys;
        this.vouched = vouched;
        this.artifacts = artifacts;
    }

    /**
     * @param hop what RelayState must say; none for an answer that nobody asked for
     * @param wanted the application's words for the classes it wants
     */
    Step<UpstreamIdentity> identity(
            InboundMessage message, Optional<String> hop, List<String> wanted, Expectation expected) {
        return identity(InboundAnswer.of(message, hop).then(answer -> received(answer, expected)), wanted, expected);
    }

    /** The same from an answer that was read already. */
    Step<UpstreamIdentity> identity(Step<Received> answer, List<String> wanted, Expectation expected) {
        return answer.then(received -> ResponseChecks.passed(received.response(), expected)
                        .then(response -> Read.of(() -> vouched.in(received, expected.provider()))))
                .then(verified -> {
                    CheckTrail.met("bad-signature", "a signature by a trusted key");
                    return AssertionChecks.passed(verified.object(), expected);
                })
                .then(assertion -> seenFirst(assertion, expected))
                .then(assertion -> said(assertion, wanted, expected));
    }

    private Step<Received> received(InboundAnswer answer, Expectation expected) {
        return switch (answer) {
            case InboundAnswer.Posted posted ->
                Read.of(() -> new Received(with.reading().message(posted.xml(), Response.class), Optional.empty()));
            case InboundAnswer.Referred referred -> artifacts.resolve(referred.artifact(), expected);
        };
    }

    /** On any node. Asked only of what has verified, so that nobody else can use an ID up (security case 14). */
    private Step<Assertion> seenFirst(Assertion assertion, Expectation expected) {
        String id = ourselves.realm() + " " + expected.provider().entityId() + " " + assertion.getID();
        if (!with.records().firstUse("saml-assertion", id, AssertionChecks.usableUntil(assertion, expected))) {
            return Step.invalid("assertion-replayed", "an assertion not seen before", assertion.getID());
        }
        CheckTrail.met("assertion-replayed", "an assertion not seen before");
        return Step.done(assertion);
    }

    private Step<UpstreamIdentity> said(Assertion assertion, List<String> wanted, Expectation expected) {
        return nameId(assertion)
                .then(nameId -> new AssertedIdentity(
                                ourselves.connector(),
                                expected,
                                classes.apply(wanted),
                                (claim, value) -> recordDropped(expected, claim, value))
                        .of(assertion, nameId.orElse(null)));
    }

    private Step<Optional<NameID>> nameId(Assertion assertion) {
        @Nullable Subject subject = assertion.getSubject();
        if (subject == null || subject.getEncryptedID() == null) {
            return Step.done(Optional.ofNullable(subject).map(Subject::getNameID));
        }
        return Read.of(() ->
                Optional.of(with.decryption().open(subject.getEncryptedID(), keys.decrypting(), config.algorithms())));
    }

    private void recordDropped(Expectation expected, String claim, String value) {
        with.audit()
                .refuse(new Refusal(
                        ourselves.realm(),
                        Circumstances.from("").by(ourselves.connector()),
                        "arrive",
                        "scope-not-theirs",
                        expected.provider().entityId() + " may say "
                                + Shown.of(expected.role().scopes().toString()),
                        Shown.of(claim + "=" + value)));
    }
}
