package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A new RSA key and a certificate that it signed itself, as the PEM files that programs of this kind read. */
record SelfSigned(Path key, Path certificate) {
    static SelfSigned in(Path folder, String name) {
        SelfSigned made = new SelfSigned(folder.resolve(name + ".key"), folder.resolve(name + ".crt"));
        Path printed = folder.resolve(name + ".openssl");
        try {
            Process openssl = new ProcessBuilder(List.of(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=" + name,
                            "-keyout",
                            made.key.toString(),
                            "-out",
                            made.certificate.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            if (!openssl.waitFor(60, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
                openssl.destroyForcibly();
                throw new IllegalStateException("openssl req: " + Files.readString(printed));
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("openssl req", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while openssl made a key", e);
        }
    }
}
