package io.vestibule.portal;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** Where {@link MalformedAddressFilter} leads: the answer is written by {@link UnexpectedMapper}, as to everything nobody expected. */
@Path("/realms/{realm}/" + MalformedAddressFilter.PAGE)
class MalformedAddressPage {
    private final RoutingContext exchange;

    MalformedAddressPage(RoutingContext exchange) {
        this.exchange = exchange;
    }

    /** The address that was asked for is none. */
    static final class Malformed extends WebApplicationException {
        private static final long serialVersionUID = 1L;

        Malformed(String asked) {
            super(asked, Response.Status.BAD_REQUEST);
        }
    }

    @GET
    public Response refuse() {
        throw MalformedAddressFilter.asked(exchange)
                .<WebApplicationException>map(Malformed::new)
                .orElseGet(NotFoundException::new);
    }
}
