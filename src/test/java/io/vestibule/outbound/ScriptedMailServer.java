package io.vestibule.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A mail server that says what it is told to say; of what it is not told, that it is well. */
public final class ScriptedMailServer implements AutoCloseable {
    /** What it says first. */
    public static final String GREETING = "";

    private static final String END_OF_LETTER = ".";

    private final ServerSocket socket;
    private final Map<String, String> answers;

    /** @param answers by how the line begins to which one is given */
    public ScriptedMailServer(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Thread.ofVirtual().start(this::listen);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                Thread.ofVirtual().start(() -> talk(peer));
            } catch (IOException closed) {
                return; // the test is over
            }
        }
    }

    private void talk(Socket peer) {
        try (peer;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
            say(peer, answers.getOrDefault(GREETING, "220 scripted ESMTP"));
            boolean letter = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!letter || line.equals(END_OF_LETTER)) {
                    String answer = answer(line);
                    letter = answer.startsWith("354");
                    say(peer, answer);
                }
            }
        } catch (IOException gone) {
            // as peers do
        }
    }

    private String answer(String line) {
        String usual = line.startsWith("EHLO")
                ? "250-scripted\r\n250 AUTH PLAIN"
                : line.equals("DATA") ? "354 go on" : "250 well";
        return answers.entrySet().stream()
                .filter(told -> !told.getKey().equals(GREETING) && line.startsWith(told.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static void say(Socket peer, String answer) throws IOException {
        peer.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        peer.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
