package io.vestibule.protocol.saml.upstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.Step;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.saml.xml.SoapBinding;
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
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/** Where identity providers sign people out here, and where they send them back whom we signed out there. */
@Path("/realms/{realm}/login/from/{connector}/logout")
@RunOnVirtualThread
public class SamlConnectorLogoutEndpoint {
    private final Connectors connectors;
    private final LogoutReception reception;
    private final SoapBinding soap;
    private final BrowserRequest request;

    SamlConnectorLogoutEndpoint(
            Connectors connectors, LogoutReception reception, SoapBinding soap, BrowserRequest request) {
        this.connectors = connectors;
        this.reception = reception;
        this.soap = soap;
        this.request = request;
    }

    @GET
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply redirected(@PathParam("realm") String realm, @PathParam("connector") String id) {
        return reception.received(
                connector(realm, id), request.message(Map.of()), request.destination(), request.visitor());
    }

    @GET
    @Path("/answer")
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply answered(
            @PathParam("realm") String realm,
            @PathParam("connector") String id,
            @QueryParam("answer") @DefaultValue("") String sealed) {
        return reception.answered(connector(realm, id), sealed, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply posted(
            @PathParam("realm") String realm, @PathParam("connector") String id, MultivaluedMap<String, String> form) {
        return reception.received(
                connector(realm, id), request.message(form), request.destination(), request.visitor());
    }

    /** SAML Bindings §3.2: from the identity provider itself, without the person's browser. */
    @POST
    @Consumes({MediaType.TEXT_XML, MediaType.APPLICATION_XML})
    @Produces(MediaType.TEXT_XML)
    public Response told(@PathParam("realm") String realm, @PathParam("connector") String id, byte[] envelope) {
        SamlConnector connector = connector(realm, id);
        Circumstances circumstances = Circumstances.from(request.visitor().address());
        Optional<byte[]> answer = switch (Read.of(
                () -> soap.open(envelope, LogoutRequest.class).message())) {
            case Step.Done<LogoutRequest>(LogoutRequest asked) ->
                reception
                        .told(connector.ourselves(), connector, asked, circumstances)
                        .map(told -> soap.envelope(connector.signOut().answer(told.requestId(), told.outcome())));
            case Step.Stopped<LogoutRequest>(AuthnOutcome no) -> {
                reception.notRead(connector.ourselves(), circumstances, no);
                yield Optional.empty();
            }
        };
        return answer.map(done -> Response.ok(done).build())
                .orElseGet(() -> Response.serverError() // SOAP 1.1 §6.2
                        .entity(soap.fault("the request was refused"))
                        .build());
    }

    private SamlConnector connector(String realm, String id) {
        if (!RealmName.isValid(realm) || !ConnectorId.isValid(id)) {
            throw new NotFoundException();
        }
        return connectors
                .find(new RealmName(realm), new ConnectorId(id))
                .filter(SamlConnector.class::isInstance)
                .map(SamlConnector.class::cast)
                .orElseThrow(NotFoundException::new);
    }
}
