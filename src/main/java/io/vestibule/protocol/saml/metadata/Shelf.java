package io.vestibule.protocol.saml.metadata;

import io.vestibule.identity.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The last good copy of one source on disk, as it came, and who registered whom. A copy is replaced by renaming, so that one
 * which was begun and not finished is never found; it is verified again whenever it is read.
 */
final class Shelf {
    private final Path folder;
    private final Path work;

    /** @param work beside {@code folder}: whoever asks for what does not exist leaves no folder behind */
    Shelf(Path folder, Path work) {
        this.folder = folder;
        this.work = work;
    }

    /** A file to work in, which a later start takes away when it is left behind. */
    Path workFile(String ending) throws IOException {
        Files.createDirectories(work);
        return Files.createTempFile(work, "work-", ending);
    }

    /** Takes away what an earlier run left behind. */
    static void sweep(Path work, Instant before) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work, "work-*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IllegalStateException("the folder " + work + " cannot be read", unreadable);
        }
    }

    Optional<Path> copy() {
        return Optional.of(folder.resolve("copy.xml")).filter(Files::isRegularFile);
    }

    /** The supply's mark of the copy, when it is known. */
    Optional<String> mark() {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve("copy.properties"))) {
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("mark"));
        } catch (IOException none) {
            return Optional.empty(); // then it is fetched whole
        }
    }

    /** The copy becomes the last good one. */
    void keep(Path fresh, Optional<String> mark) throws IOException {
        Path note = folder.resolve("copy.properties");
        Files.createDirectories(folder);
        Files.deleteIfExists(note); // rather no mark than that of another copy
        Files.move(fresh, folder.resolve("copy.xml"), StandardCopyOption.ATOMIC_MOVE);
        if (mark.isPresent()) {
            Properties properties = new Properties();
            properties.setProperty("mark", mark.get());
            replace(note, out -> properties.store(out, null));
        }
    }

    /** Entity id to the registrar it came from, for every entity ever accepted. */
    Map<String, String> registrars() {
        Map<String, String> known = new HashMap<>();
        Map<String, String> same = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve("registrars"))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    known.put(line.substring(0, tab), same.computeIfAbsent(line.substring(tab + 1), name -> name));
                }
            }
        } catch (NoSuchFileException none) {
            return known;
        } catch (IOException unreadable) {
            // To go on without would let everybody be replaced.
            throw new UncheckedIOException("the list of registrars cannot be read", unreadable);
        }
        return known;
    }

    void keepRegistrars(Map<String, String> registrars) throws IOException {
        replace(folder.resolve("registrars"), out -> {
            for (Map.Entry<String, String> entry : registrars.entrySet()) {
                if (!entry.getKey().matches("(?s).*[\\t\\r\\n].*")
                        && !entry.getValue().matches("(?s).*[\\r\\n].*")) {
                    out.write(entry.getKey() + "\t" + entry.getValue() + "\n");
                }
            }
        });
    }

    /** Keeps one entity as it was, while its successor is not believed. */
    void hold(String entityId, byte[] document) throws IOException {
        Files.createDirectories(folder);
        Path fresh = workFile(".xml");
        Files.write(fresh, document);
        Files.move(fresh, held(entityId), StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<byte[]> holding(String entityId) {
        try {
            return Optional.of(Files.readAllBytes(held(entityId)));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private Path held(String entityId) {
        return folder.resolve("held-" + Sha256.of(entityId).hex() + ".xml");
    }

    private interface Content {
        void to(Writer out) throws IOException;
    }

    private void replace(Path file, Content content) throws IOException {
        Files.createDirectories(folder);
        Path fresh = workFile(".txt");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            content.to(out);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
