package io.vestibule.portal;

import io.vestibule.browser.BrowserReply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Gives each sample page to the writer, as an endpoint of a flow would. */
@Path("/realms/{realm}/sample/{name}")
class SamplePagesEndpoint {
    @GET
    public BrowserReply get(@PathParam("name") String name) {
        return SamplePages.all().get(name);
    }

    @POST
    public BrowserReply post(@PathParam("name") String name) {
        return SamplePages.all().get(name);
    }
}
