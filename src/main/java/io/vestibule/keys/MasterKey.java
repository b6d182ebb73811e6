package io.vestibule.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The key under which every other key is sealed: 32 bytes from {@code VESTIBULE_MASTER_KEY} (base64), or from
 * {@code master.key} in the data directory, made at first start. Nodes sharing a database share it.
 */
@ApplicationScoped
public class MasterKey {
    private static final int BYTES = 32;
    private static final char FIRST_BLOCK = 1;
    private final byte[] key;

    @Inject
    public MasterKey(
            @ConfigProperty(name = "vestibule.master-key") Optional<String> configured,
            @ConfigProperty(name = "vestibule.data-dir", defaultValue = "data") Path dataDirectory,
            SecureRandom random) {
        byte[] bytes = configured
                .map(text -> decode(text, "VESTIBULE_MASTER_KEY"))
                .orElseGet(() -> fromFile(dataDirectory.resolve("master.key"), random));
        this.key = bytes;
    }

    /** A 256-bit AES key for one use and no other (HKDF-Expand, RFC 5869 §2.3, with one block of SHA-256). */
    public SecretKey derive(String use) {
        return new SecretKeySpec(Hmac.SHA256.of(key, use + FIRST_BLOCK), "AES");
    }

    private static byte[] decode(String text, String source) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalStateException(
                    source + " is not base64; make one with: openssl rand -base64 32", notBase64);
        }
        throw new IllegalStateException(source + " must be 32 bytes in base64; make one with: openssl rand -base64 32");
    }

    private static byte[] fromFile(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            return decode(Files.readString(file), file.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read or make " + file, broken);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "master",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n", StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh); // fails when another process was first: its key counts
        } catch (FileAlreadyExistsException raced) {
            Files.delete(fresh);
            return;
        }
        Files.delete(fresh);
    }
}
