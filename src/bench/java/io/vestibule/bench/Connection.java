package io.vestibule.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One kept-alive connection to 127.0.0.1 with as little between the flow and the socket as HTTP/1.1 allows: what the generator
 * does not use is there for the server.
 */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private final int port;
    private Socket socket;
    private InputStream in;

    Connection(int port) throws IOException {
        this.port = port;
        open();
    }

    /** Header names in lower case. */
    record Header(String name, String value) {}

    record Response(int status, List<Header> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equals(name))
                    .map(Header::value)
                    .findFirst();
        }
    }

    Response get(String target, Header... headers) throws IOException {
        return send("GET", target, null, headers);
    }

    Response post(String target, String form, Header... headers) throws IOException {
        return send("POST", target, form, headers);
    }

    Response postJson(String target, String json, Header... headers) throws IOException {
        return send("POST", target, json, "application/json", headers);
    }

    private Response send(String method, String target, String form, Header... headers) throws IOException {
        return send(method, target, form, "application/x-www-form-urlencoded", headers);
    }

    private Response send(String method, String target, String form, String type, Header... headers)
            throws IOException {
        StringBuilder head = new StringBuilder(512)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port)
                .append("\r\nAccept: */*\r\n");
        for (Header header : headers) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        if (form != null) {
            head.append("Content-Type: ")
                    .append(type)
                    .append("\r\nContent-Length: ")
                    .append(form.length())
                    .append("\r\n");
        }
        head.append("\r\n").append(form == null ? "" : form);
        try {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            return read();
        } catch (IOException broken) {
            close();
            open(); // for the next flow; this one has failed
            throw broken;
        }
    }

    private Response read() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        Response response = new Response(status, headers, new byte[0]);
        byte[] body;
        if (response.header("transfer-encoding").filter("chunked"::equals).isPresent()) {
            body = chunks();
        } else {
            body = exactly(
                    response.header("content-length").map(Integer::parseInt).orElse(0));
        }
        if (response.header("connection").filter("close"::equals).isPresent()) {
            close();
            open();
        }
        return new Response(status, headers, body);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the server hung up");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void open() throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
