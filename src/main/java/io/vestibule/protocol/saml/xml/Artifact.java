package io.vestibule.protocol.saml.xml;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A reference to a message that is fetched by SOAP (SAML Bindings §3.6.4.2, type 0x0004).
 *
 * @param index of the issuer's artifact resolution service
 * @param source SHA-1 of the issuer's entity id, 20 bytes
 * @param handle names the message, 20 bytes
 */
public record Artifact(int index, byte[] source, byte[] handle) {
    private static final int TYPE = 4;
    private static final int PART = 20;
    private static final int LENGTH = 2 + 2 + PART + PART;

    public Artifact {
        if (source.length != PART || handle.length != PART || index < 0 || index > 0xffff) {
            throw new IllegalArgumentException("an artifact has an index of two bytes and twice 20 bytes");
        }
        source = source.clone();
        handle = handle.clone();
    }

    /** An artifact of {@code entityId} with {@code handle}, 20 random bytes. */
    public static Artifact of(String entityId, int index, byte[] handle) {
        return new Artifact(index, sourceOf(entityId), handle);
    }

    public static Artifact parse(String encoded) throws SamlRefused {
        byte[] bytes = PostBinding.decode(encoded);
        if (bytes.length != LENGTH || ByteBuffer.wrap(bytes).getShort() != TYPE) {
            throw new SamlRefused("malformed-artifact", "an artifact of type 4", bytes.length + " bytes");
        }
        return new Artifact(
                Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(2)),
                Arrays.copyOfRange(bytes, 4, 4 + PART),
                Arrays.copyOfRange(bytes, 4 + PART, LENGTH));
    }

    public String encoded() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(LENGTH)
                        .putShort((short) TYPE)
                        .putShort((short) index)
                        .put(source)
                        .put(handle)
                        .array());
    }

    public boolean isOf(String entityId) {
        return Arrays.equals(source, sourceOf(entityId));
    }

    /** Two artifacts are the same when their octets are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Artifact artifact && encoded().equals(artifact.encoded());
    }

    @Override
    public int hashCode() {
        return encoded().hashCode();
    }

    /** SHA-1 is what the format names; it finds an issuer and proves nothing. */
    private static byte[] sourceOf(String entityId) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(entityId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
    }
}
