package io.vestibule.protocol.saml.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What programs ask by SOAP (SAML Bindings §3.2). */
@Path("/realms/{realm}/saml")
@RunOnVirtualThread
public class SoapEndpoint {
    private final EnhancedClient enhancedClient;
    private final ArtifactResolution artifacts;
    private final SoapLogout logout;
    private final BrowserRequest request;

    SoapEndpoint(
            EnhancedClient enhancedClient, ArtifactResolution artifacts, SoapLogout logout, BrowserRequest request) {
        this.enhancedClient = enhancedClient;
        this.artifacts = artifacts;
        this.logout = logout;
        this.request = request;
    }

    @POST
    @Path("/ecp")
    public Response enhancedClient(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            InputStream body)
            throws IOException {
        return SoapWriter.write(enhancedClient.answer(
                realm, SoapWriter.body(body), BasicCredentials.of(authorization), request.visitor()));
    }

    @POST
    @Path("/artifact")
    public Response artifact(@PathParam("realm") String realm, InputStream body) throws IOException {
        return SoapWriter.write(
                artifacts.answer(realm, SoapWriter.body(body), request.visitor().address()));
    }

    @POST
    @Path("/slo/soap")
    public Response logout(@PathParam("realm") String realm, InputStream body) throws IOException {
        return SoapWriter.write(
                logout.answer(realm, SoapWriter.body(body), request.visitor().address()));
    }
}
