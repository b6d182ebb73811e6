package io.vestibule.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.JourneyProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Keystone and this server share keys as files, both ways. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class TokenKeyFilesTest {
    private static final JWTClaimsSet CLAIMS =
            new JWTClaimsSet.Builder().subject("somebody").build();

    @Inject
    TokenKeys keys;

    @Inject
    TokenKeyFiles repository;

    @TempDir
    Path folder;

    @Test
    void whatWeExportReadsOurTokensAndIsOursAlone() throws Exception {
        RealmName realm = new RealmName("house");
        String token = keys.sign(realm, CLAIMS);
        byte[] primary = keys.fernet(realm).getFirst();
        List<String> written = repository.exportTo(realm, folder);
        ECKey shown = PemKeys.read(Files.readString(only(folder.resolve("jws-keys/public"))))
                .orElseThrow();
        assertThat(SignedJWT.parse(token).verify(new ECDSAVerifier(shown))).isTrue();
        assertThat(shown.isPrivate()).isFalse();
        assertThat(folder.resolve("fernet-keys/1"))
                .hasContent(Base64.getUrlEncoder().encodeToString(primary));
        assertThat(written)
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(Files.getPosixFilePermissions(Path.of(file))).hasSize(2));
    }

    @Test
    void aKeystonesTokensAreReadAndNewOnesAreMadeWithItsKeys() throws Exception {
        RealmName realm = new RealmName("guild");
        String before = keys.sign(realm, CLAIMS);
        ECKey theirs = new ECKeyGenerator(Curve.P_256).generate();
        ECKey colleague = new ECKeyGenerator(Curve.P_256).generate();
        write("jws-keys/private/private.pem", PemKeys.privatePem(theirs));
        write("jws-keys/public/public.pem", PemKeys.publicPem(theirs));
        write("jws-keys/public/colleague.pem", PemKeys.publicPem(colleague));
        for (int i = 0; i < 3; i++) {
            byte[] key = new byte[32];
            key[0] = (byte) (i + 1);
            write("fernet-keys/" + i, Base64.getUrlEncoder().encodeToString(key));
        }
        assertThat(keys.verify(realm, signed(colleague))).isEmpty();
        repository.importFrom(realm, folder);
        assertThat(keys.verify(realm, signed(theirs))).as("without a kid").isPresent();
        assertThat(keys.verify(realm, signed(colleague))).isPresent();
        assertThat(keys.verify(realm, before)).as("what was made before").isPresent();
        assertThat(SignedJWT.parse(keys.sign(realm, CLAIMS)).verify(new ECDSAVerifier(theirs)))
                .isTrue();
        assertThat(keys.fernet(realm).stream().limit(1).map(key -> key[0])).containsExactly((byte) 3);
        assertThat(keys.fernet(realm).stream().map(key -> key[0])).contains((byte) 1, (byte) 2);

        Files.delete(folder.resolve("jws-keys/public/colleague.pem"));
        repository.importFrom(realm, folder);
        assertThat(keys.verify(realm, signed(colleague)))
                .as("ends when the folder no longer holds it")
                .isEmpty();
        assertThat(keys.verify(realm, signed(theirs))).isPresent();
    }

    @Test
    void whatIsNoKeyIsToldByItsFile() throws IOException {
        RealmName realm = new RealmName("house");
        assertThatThrownBy(() -> repository.importFrom(realm, folder))
                .isInstanceOf(TokenKeyFiles.Unreadable.class)
                .hasMessageContaining("jws-keys/private");
        write("fernet-keys/0", "short");
        assertThatThrownBy(() -> repository.importFrom(realm, folder))
                .isInstanceOf(TokenKeyFiles.Unreadable.class)
                .hasMessageContaining("fernet-keys/0");
        Files.delete(folder.resolve("fernet-keys/0"));
        write("jws-keys/public/x.pem", "-----BEGIN NOTHING-----\n-----END NOTHING-----\n");
        assertThatThrownBy(() -> repository.importFrom(realm, folder))
                .isInstanceOf(TokenKeyFiles.Unreadable.class)
                .hasMessageContaining("x.pem");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static String signed(ECKey key) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), CLAIMS);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
