package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes a {@link Reply} as HTTP, and in Keystone's way what no endpoint of ours answered below {@code /v3}. */
class ReplyFilter {
    private static final int BEFORE_PAGES = 10_000; // the portal would make a page of what is not there
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final Annotation[] NO_ANNOTATIONS = {};
    private static final MediaType HTML = MediaType.TEXT_HTML_TYPE.withCharset("utf-8");
    private static final String NO_SUCH_PATH = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n"
            + "<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please"
            + " check your spelling and try again.</p>\n";

    private final ObjectWriter json = new ObjectMapper().writer();
    private final PathMethodsMapper paths;

    ReplyFilter(PathMethodsMapper paths) {
        this.paths = paths;
    }

    @ServerResponseFilter(priority = BEFORE_PAGES)
    void write(ContainerRequestContext request, ContainerResponseContext response, HttpServerRequest http)
            throws JsonProcessingException {
        if (response.getEntity() instanceof Reply reply) {
            write(reply, response);
        } else if (response.getStatus() >= 400 && KeystoneUrls.isOurs(http.path())) {
            unanswered(request, response);
        }
    }

    private void write(Reply reply, ContainerResponseContext response) throws JsonProcessingException {
        response.setStatus(reply.status());
        MediaType type = MediaType.APPLICATION_JSON_TYPE;
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                type = MediaType.valueOf(header.getValue());
            } else {
                response.getHeaders().putSingle(header.getKey(), header.getValue());
            }
        }
        Object body = reply.body();
        if (body == null) {
            response.setEntity(null, NO_ANNOTATIONS, null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        } else {
            byte[] bytes = body instanceof byte[] rendered ? rendered : json.writeValueAsBytes(body);
            response.setEntity(bytes, NO_ANNOTATIONS, type);
        }
    }

    private void unanswered(ContainerRequestContext request, ContainerResponseContext response)
            throws JsonProcessingException {
        response.getHeaders().remove(HttpHeaders.CACHE_CONTROL);
        if (response.getStatus() == NOT_FOUND) {
            Set<String> methods = paths.methods(request.getUriInfo().getPath());
            if (!methods.isEmpty()) {
                response.setStatus(WRONG_METHOD);
                response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
            }
        }
        switch (response.getStatus()) {
            case NOT_FOUND -> response.setEntity(NO_SUCH_PATH, NO_ANNOTATIONS, HTML);
            case WRONG_METHOD ->
                response.setEntity(
                        json.writeValueAsBytes(Map.of("message", "The method is not allowed for the requested URL.")),
                        NO_ANNOTATIONS,
                        MediaType.APPLICATION_JSON_TYPE);
            default -> write(failure(response.getStatus()), response);
        }
    }

    private static Reply failure(int status) {
        KeystoneRefused refused = status >= 500
                ? KeystoneRefused.of(
                        status,
                        "Internal Server Error",
                        "An unexpected error prevented the server from fulfilling your request.")
                : KeystoneRefused.of(
                        status,
                        "Bad Request",
                        "The server could not comply with the request since it is either malformed or otherwise"
                                + " incorrect. The client is assumed to be in error.");
        return new Reply(status, refused.body(), Map.of());
    }
}
