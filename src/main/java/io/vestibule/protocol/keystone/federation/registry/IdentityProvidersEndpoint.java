package io.vestibule.protocol.keystone.federation.registry;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v3/OS-FEDERATION/identity_providers}. */
@Path("/realms/{realm}/v3/OS-FEDERATION/identity_providers")
@RunOnVirtualThread
public class IdentityProvidersEndpoint {
    private static final String CREATE = "identity:create_identity_provider";

    private final Calls calls;
    private final Caretakers caretakers;
    private final CheckedBody bodies;
    private final ProviderRows rows;

    IdentityProvidersEndpoint(Calls calls, Caretakers caretakers, CheckedBody bodies, ProviderRows rows) {
        this.calls = calls;
        this.caretakers = caretakers;
        this.bodies = bodies;
        this.rows = rows;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<DomainId> only = caretakers.listed(call, "identity:list_identity_providers");
        return Listing.of(
                call,
                "identity_providers",
                rows.all(call).stream()
                        .filter(idp -> only.isEmpty() || idp.owner().equals(only))
                        .map(idp -> FederationViews.of(call, idp))
                        .toList(),
                "id",
                "enabled");
    }

    @PUT
    @Path("/{idp}")
    public Reply create(
            @PathParam("realm") String realm,
            @PathParam("idp") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<DomainId> owner = caretakers.ofNew(call, CREATE, "target.identity_provider.owner_domain_id");
        ProviderBody sent =
                new ProviderBody(bodies.member(call, body, "identity_provider", "identity_provider_create"));
        if (owner.isPresent()
                && (sent.namesConnector()
                        || sent.domain()
                                .filter(domain -> !owner.get().equals(domain))
                                .isPresent())) {
            throw KeystoneRefused.forbidden(CREATE);
        }
        return Reply.created("identity_provider", FederationViews.of(call, rows.create(call, id, sent, owner)));
    }

    @GET
    @Path("/{idp}")
    public Reply show(@PathParam("realm") String realm, @PathParam("idp") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Reply.ok("identity_provider", FederationViews.of(call, allowed(call, "get", id)));
    }

    @PATCH
    @Path("/{idp}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("idp") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        allowed(call, "update", id);
        ProviderBody sent =
                new ProviderBody(bodies.member(call, body, "identity_provider", "identity_provider_update"));
        boolean ofRealm = caretakers.ofRealm(call, CREATE);
        if (sent.namesConnector() && !ofRealm) {
            throw KeystoneRefused.forbidden("identity:update_identity_provider");
        }
        Optional<ConnectorId> connector = sent.connector(call);
        IdentityProvider idp = rows.update(call, id, before -> {
            IdentityProvider wanted = sent.over(before);
            IdentityProvider after = sent.namesConnector() ? wanted.withConnector(connector) : wanted;
            if (!ofRealm && letsOthersIn(before, after)) {
                throw KeystoneRefused.forbidden("identity:update_identity_provider");
            }
            return after;
        });
        return Reply.ok("identity_provider", FederationViews.of(call, idp));
    }

    /**
     * To which connector a provider is bound decides who comes in as whom: that is for the realm's administrators. So is whose
     * word a bound one takes, for by naming another upstream behind the connector a domain would have that one's people; and
     * that it is taken again, once it was switched off, and for how long what it gave holds and stays.
     */
    private static boolean letsOthersIn(IdentityProvider before, IdentityProvider after) {
        return before.connector().isPresent()
                && (!after.remoteIds().equals(before.remoteIds())
                        || after.enabled() && !before.enabled()
                        || holdsFor(after) > holdsFor(before)
                        || after.keepsGrants().compareTo(before.keepsGrants()) > 0);
    }

    private static long holdsFor(IdentityProvider idp) {
        return idp.authorizationTtl().filter(minutes -> minutes > 0).orElse(Long.MAX_VALUE);
    }

    @DELETE
    @Path("/{idp}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("idp") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        IdentityProvider idp = allowed(call, "delete", id);
        if (idp.connector().isPresent()
                && !caretakers.ofRealm(call, CREATE)) { // its connector would be bound by no rules
            throw KeystoneRefused.forbidden("identity:delete_identity_provider");
        }
        rows.delete(call, idp);
        return Reply.noContent();
    }

    private IdentityProvider allowed(Call call, String verb, String id) {
        Optional<IdentityProvider> idp = rows.find(call, id);
        caretakers.enforce(call, "identity:" + verb + "_identity_provider", idp);
        return idp.orElseThrow(() -> ProviderRows.unknown(id));
    }
}
