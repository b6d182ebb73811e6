package io.vestibule.protocol.saml.upstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.Step;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Reference;
import io.vestibule.login.CarriedArrivals;
import io.vestibule.protocol.saml.upstream.CarriedExchange.Brought;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.BaseUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Where programs bring what an identity provider told them (SAML Profiles §4.2.4.5): an assertion consumer service by PAOS. */
@Path("/realms/{realm}/connectors/{connector}/ecp")
@RunOnVirtualThread
public class SamlCarriedEndpoint {
    private static final String PAOS = "application/vnd.paos+xml";
    private static final String STEP = "saml-carried";
    private static final int LONGEST = 300 * 1024; // a message of 256 KiB in its envelope
    private static final int REFUSED = 403;
    private static final int UNAVAILABLE = 503;

    private final Connectors connectors;
    private final CarriedArrivals arrivals;
    private final SoapBinding soap;
    private final AuditLog audit;
    private final BaseUrl base;
    private final BrowserRequest request;

    SamlCarriedEndpoint(
            Connectors connectors,
            CarriedArrivals arrivals,
            SoapBinding soap,
            AuditLog audit,
            BaseUrl base,
            BrowserRequest request) {
        this.connectors = connectors;
        this.arrivals = arrivals;
        this.soap = soap;
        this.audit = audit;
        this.base = base;
        this.request = request;
    }

    /** Of a type that no page of another site can have a browser send without asking (CORS). */
    @POST
    @Consumes(PAOS)
    public Response brought(@PathParam("realm") String realm, @PathParam("connector") String id, InputStream body)
            throws IOException {
        SamlConnector connector = connector(realm, id);
        byte[] envelope = body.readNBytes(LONGEST + 1);
        return switch (connector.carried().arrive(envelope)) {
            case Step.Done<Brought>(Brought brought) ->
                letIn(connector.ourselves().realm(), brought);
            case Step.Stopped<Brought>(AuthnOutcome no) -> refused(connector.ourselves(), no);
        };
    }

    /** To where it asked for somebody, or, when it had not asked yet, to nowhere in particular: it knows where. */
    private Response letIn(RealmName realm, Brought brought) {
        BrowserCookie cookie = arrivals.keep(realm, brought.identity());
        URI next = brought.returnTo().orElseGet(() -> base.issuer(realm));
        return Response.ok(new BrowserReply.Redirect(next, List.of(cookie))).build();
    }

    private Response refused(Ourselves ourselves, AuthnOutcome no) {
        Circumstances at = Circumstances.from(request.visitor().address()).by(ourselves.connector());
        Refusal refusal = no instanceof AuthnOutcome.Rejected rejected
                ? new Refusal(ourselves.realm(), at, STEP, rejected.reason(), rejected.expected(), rejected.actual())
                : new Refusal(ourselves.realm(), at, STEP, "upstream-unreachable", "", no.toString());
        Reference reference = audit.refuse(refusal);
        return Response.status(no instanceof AuthnOutcome.Unreachable ? UNAVAILABLE : REFUSED)
                .type(MediaType.TEXT_XML)
                .entity(soap.fault("the answer was refused; reference " + reference.value()))
                .build();
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
