package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** EdDSA over Curve25519 (RFC 8037 §3.1) with the JDK: the JOSE library would want another cryptographic library for it. */
final class Ed25519 {
    private static final int KEY_BYTES = 32;

    private Ed25519() {}

    static boolean verifies(OctetKeyPair key, byte[] signed, Base64URL signature) {
        byte[] encoded = key.getDecodedX();
        if (!Curve.Ed25519.equals(key.getCurve()) || encoded == null || encoded.length != KEY_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey(encoded));
            verifier.update(signed);
            return verifier.verify(signature.decode());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** RFC 8032 §5.1.2: y in little-endian order, the sign of x in the last byte's highest bit. */
    private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = encoded[KEY_BYTES - 1 - i];
        }
        boolean xIsOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(xIsOdd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
