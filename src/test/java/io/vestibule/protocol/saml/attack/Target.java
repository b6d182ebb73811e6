package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One login at a service provider, and the identity provider it trusts.
 *
 * @param stranger a key that nobody trusts, in a certificate with the subject of the trusted one
 * @param inResponseTo ID of the request that waits for an answer
 * @param encryption what assertions for this service provider are encrypted with
 * @param other another identity provider that it trusts too
 * @param canary an address that nobody may fetch
 * @param honest what the genuine message says
 */
public record Target(
        String issuer,
        String audience,
        String acs,
        ToyKey key,
        ToyKey stranger,
        @Nullable String inResponseTo,
        @Nullable String relayState,
        Optional<PublicKey> encryption,
        Optional<Other> other,
        String canary,
        Honest honest) {

    /** A key of the same kind and the same subject as another's. */
    public static ToyKey namesake(ToyKey key) {
        String subject = key.certificate().getSubjectX500Principal().getName();
        String name = subject.replaceFirst("^CN=", "").replaceFirst("[,+].*", "");
        return key.isEc() ? ToyKey.ec(name) : ToyKey.rsa(name);
    }

    /** Whom an attacker would like to be. */
    public static final String EVIL = "root-4711";

    /** Another identity provider. */
    public record Other(String issuer, ToyKey key) {}

    /** The person of the genuine message, and the ID of its assertion. */
    public record Honest(String nameId, @Nullable String nameIdFormat, String assertionId) {}

    /** The genuine message. */
    public Draft draft() {
        Draft draft = new Draft(issuer, audience, acs, inResponseTo);
        draft.nameId = honest.nameId();
        draft.nameIdFormat = honest.nameIdFormat();
        draft.assertionId = honest.assertionId();
        return draft;
    }

    /** What an attacker would like to be believed. */
    public Draft evil() {
        Draft draft = draft();
        draft.responseId = Draft.newId();
        draft.assertionId = Draft.newId();
        draft.nameId = EVIL;
        draft.attributes.replaceAll((name, values) ->
                values.stream().map(value -> value.replace("emmy", "root")).toList());
        return draft;
    }

    /** The signature is genuine; it is the shape around it that is not. */
    public Seal.Shape shape() {
        return Seal.Shape.of(key);
    }

    public Target inResponseTo(@Nullable String request, @Nullable String state) {
        return new Target(issuer, audience, acs, key, stranger, request, state, encryption, other, canary, honest);
    }

    public Target assertionId(String id) {
        Honest same = new Honest(honest.nameId(), honest.nameIdFormat(), id);
        return new Target(
                issuer, audience, acs, key, stranger, inResponseTo, relayState, encryption, other, canary, same);
    }
}
