package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keys of OpenStack tokens in files, laid out below one folder as Keystone has them below {@code /etc/keystone}: so a
 * Keystone and this server can read each other's tokens while people move from one to the other.
 */
@ApplicationScoped
public class TokenKeyFiles {
    private static final String SECRET = "jws-keys/private";
    private static final String PUBLIC = "jws-keys/public";
    private static final String FERNET = "fernet-keys";
    private static final String PRIVATE_PEM = "private.pem";
    private static final String IMPORTED = "keystone-";
    /** A Keystone changes its keys when its operator does: until they are imported anew. */
    private static final Duration FOREIGN = Duration.ofDays(366);

    private final TokenKeys keys;
    private final KeyRotation rotation;
    private final Clock clock;

    TokenKeyFiles(TokenKeys keys, KeyRotation rotation, Clock clock) {
        this.keys = keys;
        this.rotation = rotation;
        this.clock = clock;
    }

    /** The folder holds what is no key. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Writes the keys for new tokens and those whose tokens may still be about; says what was written. */
    public List<String> exportTo(RealmName realm, Path folder) throws IOException {
        List<String> written = new ArrayList<>();
        String current = keys.currentSigning(realm).getKeyID();
        for (KeyRing.RingKey key : keys.signingRing(realm).notExpired(clock.instant())) {
            ECKey ec = key.jwk().toECKey();
            write(folder.resolve(PUBLIC), ec.getKeyID() + ".pem", pem(ec, false), written);
            if (ec.isPrivate() && ec.getKeyID().equals(current)) {
                write(folder.resolve(SECRET), PRIVATE_PEM, pem(ec, true), written);
            }
        }
        exportFernet(realm, folder.resolve(FERNET), written);
        return written;
    }

    /** Keystone writes with the highest number; 0 is the next, which others already know. */
    private void exportFernet(RealmName realm, Path folder, List<String> written) throws IOException {
        keys.fernet(realm);
        Instant now = clock.instant();
        List<KeyRing.RingKey> ring = keys.fernetRing(realm).notExpired(now);
        List<KeyRing.RingKey> next =
                ring.stream().filter(key -> key.activatesAt().isAfter(now)).toList();
        List<KeyRing.RingKey> used = new ArrayList<>(ring);
        used.removeAll(next);
        used.sort(Comparator.comparing(KeyRing.RingKey::activatesAt).thenComparing(KeyRing.RingKey::retiresAt));
        for (int i = 0; i < used.size(); i++) {
            write(folder, Integer.toString(i + 1), fernet(used.get(i)), written);
        }
        if (!next.isEmpty()) {
            write(folder, "0", fernet(next.getFirst()), written);
        }
    }

    private static String fernet(KeyRing.RingKey key) {
        return Base64.getUrlEncoder()
                .encodeToString(key.jwk().toOctetSequenceKey().toByteArray());
    }

    private static String pem(ECKey key, boolean secret) {
        try {
            return secret ? PemKeys.privatePem(key) : PemKeys.publicPem(key);
        } catch (JOSEException broken) {
            throw new IllegalStateException("a P-256 key of ours has no encoding", broken);
        }
    }

    /** Readable to their owner alone. */
    private static void write(Path folder, String name, String content, List<String> written) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        Files.writeString(file, content);
        written.add(file.toString());
    }

    /**
     * Takes over what the folder holds: its private key and its highest Fernet key are what new tokens are made with from now
     * on; tokens of its other keys are read. Imported keys that the folder no longer holds end. Says what was read.
     */
    public List<String> importFrom(RealmName realm, Path folder) throws IOException, Unreadable {
        Instant now = clock.instant();
        List<String> read = new ArrayList<>();
        List<KeyRing.RingKey> signing = signing(realm, folder, now, read);
        List<KeyRing.RingKey> fernet = fernet(realm, folder.resolve(FERNET), now, read);
        if (read.isEmpty()) {
            throw new Unreadable(folder + " holds none of " + SECRET + ", " + PUBLIC + ", " + FERNET);
        }
        if (!signing.isEmpty()) {
            rotation.adopt(realm, keys.signingPlan(), prefix(realm), signing);
        }
        if (!fernet.isEmpty()) {
            rotation.adopt(realm, keys.fernetPlan(), prefix(realm), fernet);
        }
        keys.reload(realm);
        return read;
    }

    private List<KeyRing.RingKey> signing(RealmName realm, Path folder, Instant now, List<String> read)
            throws IOException, Unreadable {
        List<KeyRing.RingKey> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Path secret = folder.resolve(SECRET).resolve(PRIVATE_PEM);
        if (Files.exists(secret)) {
            ECKey key = ec(secret);
            if (!key.isPrivate()) {
                throw new Unreadable(secret + " is not a private key");
            }
            seen.add(key.getKeyID());
            KeyPlan plan = keys.signingPlan();
            Instant retires = now.plus(plan.inUse());
            found.add(new KeyRing.RingKey(
                    SigningAlgorithm.ES256.name(),
                    renamed(realm, key),
                    now,
                    retires,
                    retires.plus(plan.publishedAfter())));
            read.add(secret.toString());
        }
        for (Path file : files(folder.resolve(PUBLIC))) {
            ECKey key = ec(file).toPublicJWK();
            if (seen.add(key.getKeyID())) {
                found.add(new KeyRing.RingKey(
                        SigningAlgorithm.ES256.name(), renamed(realm, key), now, now, now.plus(FOREIGN)));
            }
            read.add(file.toString());
        }
        return found;
    }

    private List<KeyRing.RingKey> fernet(RealmName realm, Path folder, Instant now, List<String> read)
            throws IOException, Unreadable {
        TreeMap<Integer, byte[]> numbered = new TreeMap<>();
        for (Path file : files(folder)) {
            if (file.getFileName().toString().matches("\\d{1,9}")) {
                numbered.put(Integer.valueOf(file.getFileName().toString()), fernet(file));
                read.add(file.toString());
            }
        }
        List<KeyRing.RingKey> found = new ArrayList<>();
        Instant retires = now.plus(keys.fernetPlan().inUse());
        for (var entry : numbered.entrySet()) {
            boolean primary = entry.getKey().equals(numbered.lastKey());
            JWK jwk = FernetKeyRecipe.of(
                    entry.getValue(),
                    prefix(realm) + Sha256.of(entry.getValue()).base64Url());
            found.add(new KeyRing.RingKey(
                    FernetKeyRecipe.ALGORITHM,
                    jwk,
                    now,
                    primary ? retires : now,
                    primary ? retires.plus(keys.fernetPlan().publishedAfter()) : now.plus(FOREIGN)));
        }
        return found;
    }

    private static byte[] fernet(Path file) throws IOException, Unreadable {
        try {
            byte[] key = Base64.getUrlDecoder().decode(Files.readString(file).strip());
            if (key.length * 8 == FernetKeyRecipe.BITS) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new Unreadable(file + " is not a Fernet key");
        }
        throw new Unreadable(file + " is not a Fernet key");
    }

    private static ECKey ec(Path file) throws IOException, Unreadable {
        Optional<ECKey> key = PemKeys.read(Files.readString(file, StandardCharsets.US_ASCII));
        return key.orElseThrow(() -> new Unreadable(file + " is not a P-256 key in PEM"));
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                for (Path file : all) {
                    if (Files.isRegularFile(file)) {
                        files.add(file);
                    }
                }
            }
        }
        files.sort(null);
        return files;
    }

    /** Two realms may be given the same key, and a row has a name of its own. */
    private static String prefix(RealmName realm) {
        return IMPORTED + realm + "-";
    }

    private static ECKey renamed(RealmName realm, ECKey key) {
        return new ECKey.Builder(key).keyID(prefix(realm) + key.getKeyID()).build();
    }
}
