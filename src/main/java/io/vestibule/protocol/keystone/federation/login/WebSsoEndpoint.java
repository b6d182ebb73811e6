package io.vestibule.protocol.keystone.federation.login;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where dashboards send browsers: to sign in, by whomever or by one identity provider, and to sign out everywhere. */
@Path("/realms/{realm}/v3/auth/OS-FEDERATION")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class WebSsoEndpoint {
    private static final String BOUNCED = "vestibule_bounced";

    private final Calls calls;
    private final WebSso webSso;

    WebSsoEndpoint(Calls calls, WebSso webSso) {
        this.calls = calls;
        this.webSso = webSso;
    }

    @GET
    @Path("/websso/{protocol}")
    public BrowserReply websso(
            @PathParam("realm") String realm, @PathParam("protocol") String protocol, @Context HttpServerRequest http) {
        return webSso.begin(calls.of(realm, http), protocol);
    }

    @POST
    @Path("/websso/{protocol}")
    public BrowserReply postedWebsso(
            @PathParam("realm") String realm, @PathParam("protocol") String protocol, @Context HttpServerRequest http) {
        return again(calls.of(realm, http));
    }

    @GET
    @Path("/identity_providers/{idp}/protocols/{protocol}/websso")
    public BrowserReply webssoOfOne(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String protocol,
            @Context HttpServerRequest http) {
        return webSso.begin(calls.of(realm, http), idp, protocol);
    }

    @POST
    @Path("/identity_providers/{idp}/protocols/{protocol}/websso")
    public BrowserReply postedWebssoOfOne(
            @PathParam("realm") String realm,
            @PathParam("idp") String idp,
            @PathParam("protocol") String protocol,
            @Context HttpServerRequest http) {
        return again(calls.of(realm, http));
    }

    /** A POST from another site comes without our SameSite=Lax cookies; as a GET it brings them along. */
    private static BrowserReply again(Call call) {
        return new BrowserReply.Redirect(URI.create(call.selfLink()));
    }

    @GET
    @Path("/logout")
    public BrowserReply logout(
            @PathParam("realm") String realm,
            @QueryParam("origin") @Nullable String origin,
            @QueryParam("return_to") @Nullable String returnTo,
            @Context HttpServerRequest http) {
        return webSso.end(
                calls.of(realm, http), Optional.ofNullable(origin), Optional.ofNullable(returnTo), Optional.empty());
    }

    /** With a token in the form: a secret has no place in an address. */
    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply postedLogout(
            @PathParam("realm") String realm,
            @FormParam("origin") @Nullable String origin,
            @FormParam("return_to") @Nullable String returnTo,
            @FormParam("token") @Nullable String token,
            @FormParam(BOUNCED) @Nullable String bounced,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        if (bounced == null) {
            return bounce(call, origin, returnTo, token);
        }
        return webSso.end(call, Optional.ofNullable(origin), Optional.ofNullable(returnTo), Optional.ofNullable(token));
    }

    /** From another site it comes without our SameSite=Lax cookies, from ourselves with them; and a token stays in the form. */
    private static BrowserReply bounce(
            Call call, @Nullable String origin, @Nullable String returnTo, @Nullable String token) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "origin", origin);
        put(fields, "return_to", returnTo);
        put(fields, "token", token);
        fields.put(BOUNCED, "1");
        return new BrowserReply.AutoPost(URI.create(call.selfLink()), fields);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
