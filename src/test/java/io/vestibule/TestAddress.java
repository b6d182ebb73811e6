package io.vestibule;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * The address of every {@code @QuarkusTest}: a free port, chosen before the start because the issuer is made from it, so
 * that several builds run side by side.
 */
public class TestAddress implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        int port = freePort();
        return Map.of(
                "quarkus.http.test-port", Integer.toString(port), "vestibule.base-url", "http://localhost:" + port);
    }

    @Override
    public void stop() {
        // the port went with the server that listened on it
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
