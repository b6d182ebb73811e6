package io.vestibule.directory;

import io.vestibule.identity.Sha256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A passkey that a program uses: its key is in memory, and its person is always there (WebAuthn Level 3 §6). */
public final class SoftPasskey {
    private static final byte PRESENT_AND_VERIFIED = 0x05; // §6.1
    private static final int BYTES = 32;

    private final KeyPair keys;
    private final byte[] id;

    public SoftPasskey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
        this.id = Sha256.of(keys.getPublic().toString()).bytes();
    }

    public String id() {
        return text(id);
    }

    /** Attested credential data (§6.5.1): nobody's make, its id, and its public key in COSE (RFC 9053 §7.1.1). */
    public byte[] attested() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[16]);
        out.writeBytes(new byte[] {0, (byte) id.length});
        out.writeBytes(id);
        out.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, BYTES});
        out.writeBytes(fixed(key.getW().getAffineX()));
        out.writeBytes(new byte[] {0x22, 0x58, BYTES});
        out.writeBytes(fixed(key.getW().getAffineY()));
        return out.toByteArray();
    }

    /** What {@code navigator.credentials.get} gives at that page, as JSON (§5.1). */
    public String answer(User owner, String challenge, URI page) {
        String origin = page.getScheme() + "://" + page.getRawAuthority();
        byte[] client = ("{\"type\":\"webauthn.get\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] said = ByteBuffer.allocate(BYTES + 5)
                .put(Sha256.of(page.getHost()).bytes())
                .put(PRESENT_AND_VERIFIED)
                .putInt(0)
                .array();
        return "{\"id\":\"" + id() + "\",\"rawId\":\"" + id()
                + "\",\"type\":\"public-key\",\"clientExtensionResults\":{},"
                + "\"response\":{\"clientDataJSON\":\"" + text(client) + "\",\"authenticatorData\":\"" + text(said)
                + "\",\"signature\":\"" + text(signed(said, client)) + "\",\"userHandle\":\""
                + text(owner.id().hex().getBytes(StandardCharsets.US_ASCII)) + "\"}}";
    }

    private byte[] signed(byte[] said, byte[] client) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(said);
            signature.update(MessageDigest.getInstance("SHA-256").digest(client));
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[BYTES];
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, BYTES - length, length);
        return fixed;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
