package io.vestibule.protocol.saml.tryit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;

/** The demo service provider's pages; not there unless the realm is a demo and declares it. */
@Path("/realms/{realm}/try-saml")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class TrySamlPage {
    private final Realms realms;
    private final TrySaml trySaml;
    private final TrySamlMetadata metadata;
    private final BrowserRequest request;

    TrySamlPage(Realms realms, TrySaml trySaml, TrySamlMetadata metadata, BrowserRequest request) {
        this.realms = realms;
        this.trySaml = trySaml;
        this.metadata = metadata;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm) {
        return trySaml.page(demo(realm).name(), request.visitor());
    }

    @GET
    @Path("/start")
    public BrowserReply start(
            @PathParam("realm") String realm, @QueryParam("fresh") @DefaultValue("false") boolean fresh) {
        return trySaml.start(demo(realm).name(), fresh, request.visitor());
    }

    @POST
    @Path("/acs")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply arrive(@PathParam("realm") String realm, MultivaluedMap<String, String> form) {
        return trySaml.arrive(demo(realm).name(), request.message(form), request.visitor());
    }

    @POST
    @Path("/sign-out")
    public BrowserReply signOut(@PathParam("realm") String realm) {
        return trySaml.signOut(demo(realm).name(), request.visitor());
    }

    @GET
    @Path("/metadata")
    @Produces("application/samlmetadata+xml")
    public byte[] metadata(@PathParam("realm") String realm) {
        return metadata.of(demo(realm).name());
    }

    private Realm demo(String name) {
        return realms.find(name)
                .filter(Realm::demo)
                .filter(realm ->
                        realm.relyingParty(trySaml.entityId(realm.name())).isPresent())
                .orElseThrow(NotFoundException::new);
    }
}
