package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The one address of several nodes: bytes go to the node it is turned to, and whoever still talks to another is cut off. */
public final class LoadBalancer implements AutoCloseable {
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket door;
    private volatile int node;

    private LoadBalancer(ServerSocket door) {
        this.door = door;
    }

    public static LoadBalancer open() {
        try {
            LoadBalancer opened = new LoadBalancer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.startVirtualThread(opened::welcome);
            return opened;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on everybody is served by the node on that port. */
    public void turnTo(int port) {
        node = port;
        open.forEach(LoadBalancer::hangUp);
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                Thread.startVirtualThread(() -> connect(visitor));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket visitor) {
        open.add(visitor);
        try (visitor;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), node)) {
            open.add(there);
            Thread back = Thread.startVirtualThread(() -> carry(there, visitor));
            carry(visitor, there);
            back.join();
            open.remove(there);
        } catch (IOException nobodyThere) {
            // the visitor is hung up on, as by any node that is down
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(visitor);
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            hangUp(from);
            hangUp(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // which is all that is wanted
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        open.forEach(LoadBalancer::hangUp);
    }
}
