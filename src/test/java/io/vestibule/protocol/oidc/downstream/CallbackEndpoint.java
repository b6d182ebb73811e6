package io.vestibule.protocol.oidc.downstream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.stream.Collectors;

/** A relying party's addresses, for a browser to arrive at: it says what it was sent. */
@Path("/rp/{where}")
public class CallbackEndpoint {
    @GET
    public String arrived() {
        return "arrived";
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public String posted(MultivaluedMap<String, String> form) {
        return form.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + "=" + value))
                .collect(Collectors.joining("\n"));
    }
}
