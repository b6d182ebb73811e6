package io.vestibule.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Keystone that shares its keys with the server: its tokens are good there, and the server has never seen them. What they
 * hold is written down here a second time, from Keystone's formats.
 */
final class ForeignKeystone {
    static final ForeignKeystone ONE = new ForeignKeystone();

    private static final long LIFE_SECONDS = 3_000;
    private static final int PASSWORD = 2; // its place in Keystone's list of methods
    private static final int PROJECT_SCOPED = 2;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    private final KeyPair signing;
    private final byte[] fernet = random(32);

    private ForeignKeystone() {
        try {
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec("secp256r1"));
            this.signing = ec.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has P-256", missing);
        }
    }

    /** Its key repositories, laid out as below {@code /etc/keystone}. */
    void writeKeys(Path folder) throws IOException {
        Path secret = Files.createDirectories(folder.resolve("jws-keys/private"));
        Path shown = Files.createDirectories(folder.resolve("jws-keys/public"));
        Path sealing = Files.createDirectories(folder.resolve("fernet-keys"));
        Files.writeString(
                secret.resolve("private.pem"),
                pem("PRIVATE KEY", signing.getPrivate().getEncoded()));
        Files.writeString(
                shown.resolve("public.pem"),
                pem("PUBLIC KEY", signing.getPublic().getEncoded()));
        Files.writeString(sealing.resolve("1"), Base64.getUrlEncoder().encodeToString(fernet));
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** A new token of its own; {@code auditId} as {@link #auditId} makes them. */
    String jws(String user, String project, String auditId) {
        long now = Instant.now().getEpochSecond();
        String head = text("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
        String body = text("{\"sub\":\"" + user + "\",\"iat\":" + now + ",\"exp\":" + (now + LIFE_SECONDS)
                + ",\"openstack_methods\":[\"password\"],\"openstack_audit_ids\":[\"" + auditId
                + "\"],\"openstack_project_id\":\"" + project + "\"}");
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(signing.getPrivate());
            signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
            return head + "." + body + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has ES256", missing);
        }
    }

    /** The same as a Fernet token. */
    String fernet(String user, String project, String auditId) {
        long now = Instant.now().getEpochSecond();
        try {
            byte[] iv = random(16);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(fernet, 16, 16, "AES"), new IvParameterSpec(iv));
            byte[] sealed = cipher.doFinal(payload(user, project, now + LIFE_SECONDS, auditId));
            byte[] signed = ByteBuffer.allocate(25 + sealed.length)
                    .put((byte) 0x80)
                    .putLong(now)
                    .put(iv)
                    .put(sealed)
                    .array();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(fernet, 0, 16, "HmacSHA256"));
            byte[] all = Arrays.copyOf(signed, signed.length + 32);
            System.arraycopy(mac.doFinal(signed), 0, all, signed.length, 32);
            return BASE64.encodeToString(all);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has AES-CBC and HMAC-SHA-256", missing);
        }
    }

    String auditId() {
        return BASE64.encodeToString(random(16));
    }

    /** MessagePack: kind, user, methods, project, end, audit ids. */
    private static byte[] payload(String user, String project, long expiresAt, String auditId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x96); // an array of six
        out.write(PROJECT_SCOPED);
        id(out, user);
        out.write(PASSWORD);
        id(out, project);
        out.write(0xcb); // a double
        out.writeBytes(ByteBuffer.allocate(8).putDouble(expiresAt).array());
        out.write(0x91);
        bytes(out, Base64.getUrlDecoder().decode(auditId));
        return out.toByteArray();
    }

    /** A pair: that it is bytes, and those. */
    private static void id(ByteArrayOutputStream out, String hex) {
        out.write(0x92);
        out.write(0xc3);
        bytes(out, HexFormat.of().parseHex(hex));
    }

    private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
        out.write(0xc4);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static String text(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
