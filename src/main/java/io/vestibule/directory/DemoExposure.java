package io.vestibule.directory;

import io.vestibule.realm.Realm;
import io.vestibule.realm.StartPrevented;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps demo people, whose password is on a terminal and in its scrollback, off the network. */
@ApplicationScoped
class DemoExposure {
    private final String host;
    private final boolean allowed;

    DemoExposure(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "vestibule.demo.allow-remote", defaultValue = "false") boolean allowed) {
        this.host = host;
        this.allowed = allowed;
    }

    /** Throws when {@code realm} is a demo that others than this machine could reach. */
    void refuse(Realm realm) {
        if (realm.demo() && !allowed && !loopback()) {
            throw new StartPrevented(
                    "Realm " + realm.name() + " is a demo, but this server listens on " + host
                            + " where others can reach it: take \"demo: true\" out of its file, listen on this machine only"
                            + " (QUARKUS_HTTP_HOST=localhost), or set VESTIBULE_DEMO_ALLOW_REMOTE=true if that is what you want.");
        }
    }

    private boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false; // listening will fail anyway, and says why
        }
    }
}
