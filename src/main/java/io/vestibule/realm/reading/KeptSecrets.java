package io.vestibule.realm.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets the server makes for itself at first use and keeps, so that two sides of one deployment agree on them without
 * anybody writing them down.
 */
public final class KeptSecrets {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"); // no path leads elsewhere
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int LENGTH = 43; // 43 of 66 characters: 259 bits

    private final Path directory;
    private final SecureRandom random;
    private final boolean keep;

    /** @param directory made at first use, for this user only */
    public KeptSecrets(Path directory, SecureRandom random) {
        this(directory, random, true);
    }

    private KeptSecrets(Path directory, SecureRandom random, boolean keep) {
        this.directory = directory;
        this.random = random;
        this.keep = keep;
    }

    /** Those that are there already; another is made up and forgotten, so that a check leaves no trace. */
    public static KeptSecrets asFoundIn(Path directory, SecureRandom random) {
        return new KeptSecrets(directory, random, false);
    }

    static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The secret of that name; made when it is asked for the first time. */
    public synchronized String get(String name) {
        if (!isValidName(name)) {
            throw new IllegalArgumentException("not the name of a secret");
        }
        Path file = directory.resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String secret = make();
            if (keep) {
                write(secret, file);
            }
            return secret;
        } catch (IOException broken) {
            throw new UncheckedIOException("the secrets under " + directory + " cannot be read or written", broken);
        }
    }

    private String make() {
        StringBuilder secret = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    private void write(String secret, Path file) throws IOException {
        Files.createDirectories(directory, forOwnerOnly("rwx------"));
        // Whole or not at all: a crash between must not leave half a secret that one side has and the other has not.
        Path unfinished = directory.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                forOwnerOnly("rw-------"))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(secret + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] forOwnerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
