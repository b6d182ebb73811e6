package io.vestibule.protocol.saml.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where service providers send browsers to. */
@Path("/realms/{realm}/saml")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class SingleSignOnEndpoint {
    private final SingleSignOn signOn;
    private final BrowserRequest browser;

    SingleSignOnEndpoint(SingleSignOn signOn, BrowserRequest browser) {
        this.signOn = signOn;
        this.browser = browser;
    }

    @GET
    @Path("/sso")
    public BrowserReply redirected(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return signOn.redirected(realm, http.query() == null ? "" : http.query(), browser.visitor());
    }

    @POST
    @Path("/sso")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply posted(@PathParam("realm") String realm, MultivaluedMap<String, String> form) {
        return signOn.posted(realm, new PostedForm(form), browser.visitor());
    }

    @GET
    @Path("/initiate")
    public BrowserReply initiate(
            @PathParam("realm") String realm,
            @QueryParam("sp") @DefaultValue("") String entityId,
            @QueryParam("RelayState") @Nullable String relayState) {
        return signOn.initiated(realm, entityId, Optional.ofNullable(relayState), browser.visitor());
    }
}
