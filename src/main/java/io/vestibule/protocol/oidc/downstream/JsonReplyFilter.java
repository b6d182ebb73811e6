package io.vestibule.protocol.oidc.downstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes a {@link JsonReply} as HTTP. */
class JsonReplyFilter {
    private static final Annotation[] NO_ANNOTATIONS = {};
    private final ObjectWriter json = new ObjectMapper().writer();

    @ServerResponseFilter
    void write(ContainerResponseContext response) throws JsonProcessingException {
        if (!(response.getEntity() instanceof JsonReply reply)) {
            return;
        }
        response.setStatus(reply.status());
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store"); // RFC 6749 §5.1
        response.getHeaders().putSingle("Pragma", "no-cache");
        reply.challenge()
                .ifPresent(challenge -> response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, challenge));
        if (reply.members().isEmpty()) {
            response.setEntity(null);
        } else {
            response.setEntity(
                    json.writeValueAsBytes(reply.members()), NO_ANNOTATIONS, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
