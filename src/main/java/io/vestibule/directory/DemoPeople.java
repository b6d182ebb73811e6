package io.vestibule.directory;

import io.vestibule.identity.Secret;
import io.vestibule.keys.MasterKey;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The password of the demo realms' people: {@code VESTIBULE_DEMO_PASSWORD}, or one that follows from this
 * installation's master key, so that it is made at first start and can be printed at every other. A demo realm is for this machine only, unless the operator asks for more.
 */
@ApplicationScoped
public class DemoPeople {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"; // 32, none alike: it is typed
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5; // 4 × 5 characters of 32: 100 bits

    private final Optional<String> configured;
    private final MasterKey master;
    private final String host;
    private final boolean remoteAllowed;

    DemoPeople(
            @ConfigProperty(name = "vestibule.demo-password") Optional<String> configured,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "vestibule.demo.allow-remote", defaultValue = "false") boolean remoteAllowed,
            MasterKey master) {
        this.configured = configured;
        this.master = master;
        this.host = host;
        this.remoteAllowed = remoteAllowed;
    }

    /** A login to try: the first person of a demo realm who has no password of their own. */
    public record FirstLogin(String username, Secret password) {}

    public Optional<FirstLogin> firstLogin(Realm realm) {
        return realm.people().stream()
                .filter(person ->
                        realm.demo() && person.enabled() && person.password().isEmpty())
                .findFirst()
                .map(PersonDeclaration::username)
                .map(username -> new FirstLogin(username, password()));
    }

    Secret password() {
        return configured.map(Secret::new).orElseGet(() -> new Secret(derived()));
    }

    /** Refuses to start a demo realm where strangers could reach it. */
    void requireAllowed(Realm realm) {
        if (!remoteAllowed && !isLoopback()) {
            throw new IllegalStateException(
                    "The demo realm '" + realm.name() + "' is for this machine only, but the server" + " listens on "
                            + host + ". Remove its file, or set VESTIBULE_DEMO_ALLOW_REMOTE=true to mean it.");
        }
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private String derived() {
        byte[] key = master.derive("demo-password").getEncoded();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(key[i] & 0x1f));
        }
        return text.toString();
    }
}
