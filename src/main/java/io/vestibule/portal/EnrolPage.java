package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.login.EnrolStep;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;

/** An authenticator that is set up in the course of a login. */
@Path("/realms/{realm}/login/enrol")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class EnrolPage {
    private final EnrolStep enrol;
    private final BrowserRequest request;

    EnrolPage(EnrolStep enrol, BrowserRequest request) {
        this.enrol = enrol;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String flow) {
        return enrol.page(realm(realm), flow, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply confirm(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String flow,
            @FormParam("passcode") @DefaultValue("") String passcode,
            MultivaluedMap<String, String> form) {
        return form.containsKey("cancel")
                ? enrol.cancel(realm(realm), flow, request.visitor())
                : enrol.submit(realm(realm), flow, passcode, request.visitor());
    }

    @POST
    @Path("/done")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply done(@PathParam("realm") String realm, @FormParam("flow") @DefaultValue("") String flow) {
        return enrol.done(realm(realm), flow, request.visitor());
    }

    private static RealmName realm(String name) {
        if (!RealmName.isValid(name)) {
            throw new NotFoundException();
        }
        return new RealmName(name);
    }
}
