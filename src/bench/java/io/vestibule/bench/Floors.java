package io.vestibule.bench;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What this machine could do with nothing around it: milliseconds of CPU for one operation, on a thread for each core. */
final class Floors {
    private static final byte[] SIGNING_INPUT = new byte[600]; // the usual size of a token
    private static final double WARM_UP_SECONDS = 1; // of CPU, as below: neighbours shorten neither
    private static final double LONG_WARM_UP_SECONDS = 8;
    private static final double SECONDS = 1;

    private static final int BETWEEN_LOOKS = 5;

    private Floors() {}

    interface Work {
        void once() throws GeneralSecurityException;
    }

    /** One provider's signatures. */
    record Signatures(String provider, double rs256, double es256, double rs256Verified, double es256Verified) {}

    static Signatures jdk() throws InterruptedException {
        return signatures("JDK", null);
    }

    /** Amazon's provider where its jar is among the server's and loads here. */
    static Optional<Signatures> corretto() throws InterruptedException {
        try {
            Class<?> type = Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(provider);
            return Optional.of(signatures("ACCP", provider));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return Optional.empty();
        }
    }

    /** Argon2id by the C library at the parameters of the realm, which are those of a realm that says nothing. */
    static double argon2id() throws InterruptedException {
        Argon2Advanced argon2 = Argon2Factory.createAdvanced(Argon2Factory.Argon2Types.ARGON2id);
        byte[] password = "bench-password-00".getBytes(StandardCharsets.US_ASCII);
        return millis(() -> () -> argon2.rawHash(2, 19 * 1024, 1, password.clone(), new byte[16]));
    }

    private static Signatures signatures(String name, Provider provider) throws InterruptedException {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = ec.generateKeyPair();
            KeyPair rsaPair = rsa.generateKeyPair();
            return new Signatures(
                    name,
                    sign("SHA256withRSA", provider, rsaPair.getPrivate()),
                    sign("SHA256withECDSAinP1363Format", provider, pair.getPrivate()),
                    verify("SHA256withRSA", provider, rsaPair),
                    verify("SHA256withECDSAinP1363Format", provider, pair));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has RSA and P-256", missing);
        }
    }

    private static double sign(String algorithm, Provider provider, PrivateKey key) throws InterruptedException {
        return millis(() -> {
            Signature signature = signature(algorithm, provider);
            signature.initSign(key);
            return () -> {
                signature.update(SIGNING_INPUT);
                signature.sign();
            };
        });
    }

    private static double verify(String algorithm, Provider provider, KeyPair pair)
            throws GeneralSecurityException, InterruptedException {
        Signature signing = signature(algorithm, provider);
        signing.initSign(pair.getPrivate());
        signing.update(SIGNING_INPUT);
        byte[] signed = signing.sign();
        PublicKey key = pair.getPublic();
        return millis(() -> {
            Signature signature = signature(algorithm, provider);
            signature.initVerify(key);
            return () -> {
                signature.update(SIGNING_INPUT);
                if (!signature.verify(signed)) {
                    throw new GeneralSecurityException("a good signature was refused");
                }
            };
        });
    }

    private static Signature signature(String algorithm, Provider provider) throws GeneralSecurityException {
        return provider == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, provider);
    }

    /** The same for work that takes longer to warm up: more of it is the JVM's to compile. */
    static double millisWarm(Callable<Work> make) throws InterruptedException {
        run(make, LONG_WARM_UP_SECONDS);
        return run(make, SECONDS);
    }

    private static double millis(Callable<Work> make) throws InterruptedException {
        run(make, WARM_UP_SECONDS);
        return run(make, SECONDS);
    }

    /** By the working threads' own time: compiler and collector are not in it. */
    private static double run(Callable<Work> make, double seconds) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            List<Future<double[]>> running = new ArrayList<>();
            for (int core = 0; core < cores; core++) {
                running.add(pool.submit(() -> {
                    Work work = make.call();
                    long times = 0;
                    long begun = threads.getCurrentThreadCpuTime();
                    long used = 0;
                    for (; used < seconds * 1e9; used = threads.getCurrentThreadCpuTime() - begun) {
                        for (int i = 0; i < BETWEEN_LOOKS; i++) { // at the clock, which costs as much as a signature
                            work.once();
                        }
                        times += BETWEEN_LOOKS;
                    }
                    return new double[] {times, used};
                }));
            }
            double times = 0;
            double nanos = 0;
            for (Future<double[]> one : running) {
                times += one.get()[0];
                nanos += one.get()[1];
            }
            return nanos / 1e6 / times;
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }
}
