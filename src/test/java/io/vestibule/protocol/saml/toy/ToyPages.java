package io.vestibule.protocol.saml.toy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on a port of its own, and the few kinds of page that it shows. */
final class ToyPages implements AutoCloseable {
    private final HttpServer server;
    private final String host;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    ToyPages(int port, Page page) {
        this("localhost", port, page);
    }

    /** @param host a name of this machine */
    ToyPages(String host, int port, Page page) {
        this.host = host;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                page.answer(exchange);
            } catch (RuntimeException broken) {
                StringWriter trace = new StringWriter();
                broken.printStackTrace(new PrintWriter(trace));
                send(exchange, 500, "text/plain", trace.toString());
            }
        });
        server.start();
    }

    URI base() {
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }

    String get(URI address) {
        return send(HttpRequest.newBuilder(address).GET().build());
    }

    String soap(URI address, String body) {
        String envelope = "<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>" + body
                + "</soap:Body></soap:Envelope>";
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "text/xml")
                .header("SOAPAction", "http://www.oasis-open.org/committees/security")
                .POST(BodyPublishers.ofString(envelope))
                .build());
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException broken) {
            throw new UncheckedIOException(request.uri().toString(), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The parameters of a GET or of a POSTed form. */
    static Map<String, String> parameters(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            return RedirectQuery.read(body(exchange));
        }
        return RedirectQuery.read(exchange.getRequestURI().getRawQuery());
    }

    static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(303, -1);
    }

    /** A page that posts its one form by itself, where there is script. */
    static void post(HttpExchange exchange, String to, Map<String, String> fields) throws IOException {
        send(exchange, 200, "text/html", form(to, fields));
    }

    static String form(String to, Map<String, String> fields) {
        StringBuilder html = new StringBuilder("<!doctype html><title>On to the next page</title>"
                + "<body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"" + Xml.escape(to)
                + "\">");
        fields.forEach((name, value) -> html.append("<input type=\"hidden\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(Xml.escape(value))
                .append("\">"));
        return html.append("<noscript><button>Continue</button></noscript></form>")
                .toString();
    }
}
