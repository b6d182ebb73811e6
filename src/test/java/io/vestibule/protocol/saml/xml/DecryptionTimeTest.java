package io.vestibule.protocol.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.protocol.saml.toy.XmlEncryption;
import io.vestibule.protocol.saml.toy.XmlEncryption.Parts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opensaml.saml.saml2.core.EncryptedAssertion;

/**
 * What is wrong with something encrypted cannot be read from the time of its refusal (security case 17). The thread's own time
 * is looked at, and the content is large, so that leaving it undecrypted would show.
 */
class DecryptionTimeTest {
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 20;
    private static final int CONTENT = 180_000;

    private final OpenSaml openSaml = new OpenSaml();
    private final XmlReading reading = new XmlReading(openSaml, new MessageSchema());
    private final Decryption decryption = new Decryption(openSaml, reading);
    private final CertifiedKey key = SamlKeys.rsa();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    void aWrongKeyTakesAsLongAsWrongContent() throws SamlRefused {
        Parts good = XmlEncryption.encrypt(
                "x".repeat(CONTENT), key.certificate().getPublicKey(), XmlEncryption.GCM, XmlEncryption.OAEP);
        byte[] content = good.content().clone();
        content[content.length - 1] ^= 1;
        EncryptedAssertion wrongContent = read(good.content(content));
        EncryptedAssertion wrongKey =
                read(new Parts(good.block(), good.transport(), garbage(good.wrappedKey()), good.content()));
        long[] forContent = new long[ROUNDS];
        long[] forKey = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long ofContent = time(wrongContent);
            long ofKey = time(wrongKey);
            if (round >= 0) {
                forContent[round] = ofContent;
                forKey[round] = ofKey;
            }
        }
        double share = (double) median(forKey) / median(forContent);
        assertThat(share).as("time for a wrong key by that for wrong content").isBetween(0.8, 1.25);
    }

    private long time(EncryptedAssertion hostile) {
        long before = threads.getCurrentThreadCpuTime();
        assertThatThrownBy(() -> decryption.open(hostile, List.of(key.privateKey()), Algorithms.CURRENT))
                .isInstanceOf(SamlRefused.class);
        return threads.getCurrentThreadCpuTime() - before;
    }

    private EncryptedAssertion read(Parts parts) throws SamlRefused {
        return reading.envelope(
                parts.element("EncryptedAssertion").getBytes(StandardCharsets.UTF_8), EncryptedAssertion.class);
    }

    /** A number below the modulus, as a real one is. */
    private static byte[] garbage(byte[] wrapped) {
        byte[] garbage = wrapped.clone();
        garbage[garbage.length - 1] ^= 1;
        return garbage;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }
}
