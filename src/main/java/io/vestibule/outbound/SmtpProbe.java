package io.vestibule.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Whether a mail server answers as it should, for a command line that runs nothing else. Hands nothing in and shows no password. */
public final class SmtpProbe {
    private static final int PATIENCE_MILLIS = 5000;
    private static final int LONGEST_ANSWER = 100; // lines
    private static final int LONGEST_LINE = 512; // RFC 5321 §4.5.3.1.5

    private SmtpProbe() {}

    /**
     * What stands in the way; nothing when nothing does.
     *
     * @param trustStore certificate authorities besides the JDK's
     */
    public static Optional<String> objection(String host, int port, SmtpServer.Tls tls, Optional<Path> trustStore) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLSocketFactory factory = factory(trustStore);
            if (tls == SmtpServer.Tls.IMMEDIATE) {
                return greets(secured(factory, socket, host, port));
            }
            Optional<String> objection = greets(socket);
            if (objection.isPresent() || tls == SmtpServer.Tls.NONE) {
                return objection;
            }
            String offered = String.join("\n", ask(socket, "EHLO localhost")).toUpperCase(Locale.ROOT);
            if (!offered.contains("STARTTLS")
                    || !ask(socket, "STARTTLS").getFirst().startsWith("220")) {
                return Optional.of("offers no STARTTLS");
            }
            secured(factory, socket, host, port).startHandshake();
            return Optional.empty();
        } catch (IOException | GeneralSecurityException unreachable) {
            return Optional.of(unreachable.toString());
        }
    }

    private static SSLSocketFactory factory(Optional<Path> trustStore) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trusted = trustStore
                .map(path -> new TrustManager[] {TrustedAuthorities.withAlso(path)})
                .orElse(null); // the JDK's
        context.init(null, trusted, null);
        return context.getSocketFactory();
    }

    private static SSLSocket secured(SSLSocketFactory factory, Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate names the host
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static Optional<String> greets(Socket socket) throws IOException {
        String greeting = answer(socket).getFirst();
        return greeting.startsWith("220") ? Optional.empty() : Optional.of("greets with: " + greeting);
    }

    private static List<String> ask(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return answer(socket);
    }

    /** RFC 5321 §4.2.1: every line but the last has a hyphen after the code. */
    private static List<String> answer(Socket socket) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < LONGEST_ANSWER) {
            String line = line(socket.getInputStream());
            lines.add(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return lines;
            }
        }
        throw new IOException("is no mail server");
    }

    /** Byte by byte: what follows an answer is the handshake's. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("hung up, or is no mail server");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }
}
