package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.directory.Authenticators;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.Passkeys;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.User;
import io.vestibule.login.Administrators;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.Collections;

/**
 * {@code /v3/vestibule/users/{id}/factors}: which second factors somebody has, never what they hold, and all of them away for
 * whoever lost theirs.
 */
@Path("/realms/{realm}/v3/vestibule/users/{user}/factors")
@RunOnVirtualThread
public class UserFactorsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final CloudAdmins admins;
    private final Administrators administrators;
    private final SecondFactors factors;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;

    UserFactorsEndpoint(
            Calls calls,
            Enforcer enforcer,
            Facts facts,
            CloudAdmins admins,
            Administrators administrators,
            SecondFactors factors,
            Authenticators authenticators,
            Passkeys passkeys,
            RecoveryCodes codes) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.admins = admins;
        this.administrators = administrators;
        this.factors = factors;
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.codes = codes;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User user = allowed(call, "vestibule:list_factors", id);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode apps = all.putArray("authenticators");
        authenticators
                .of(call.realmName(), user.id())
                .forEach(one -> apps.add(shown(one.id(), one.label(), one.createdAt())));
        ArrayNode keys = all.putArray("passkeys");
        passkeys.of(call.realmName(), user.id())
                .forEach(one -> keys.add(shown(one.id(), one.label(), one.createdAt())));
        return Reply.ok("factors", all.put("recovery_codes_left", codes.left(user.id())));
    }

    /** Sessions end and tokens are void, as with a password that is set for somebody. */
    @DELETE
    public Reply reset(
            @PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User user = allowed(call, "vestibule:reset_factors", id);
        requireFactor(call, user);
        factors.reset(call.realm(), user, call.holder().token().user().toString());
        return Reply.noContent();
    }

    /**
     * A password alone gets a token of who has a passkey, and must be rid of nobody's factor by that (security case 43): not
     * of one's own, and not of another's from whom one would be rid of one's own in turn.
     */
    private void requireFactor(Call call, User user) {
        ValidToken token = call.holder().token();
        if (token.user().equals(user.id())) {
            throw KeystoneRefused.forbiddenSaying("Your own factors are taken away on the page of your account.")
                    .because("own-factors");
        }
        if (Collections.disjoint(token.methods(), MfaRules.SECOND)
                && !factors.of(call.realmName(), token.user()).isEmpty()) {
            throw KeystoneRefused.forbiddenSaying("This asks for a token that says your second factor.")
                    .because("second-factor-needed");
        }
    }

    private User allowed(Call call, String action, String id) {
        boolean lent = call.holder().token().handedOn();
        Target about = Facts.ofAny(
                        facts.user(call, id),
                        user -> admins.of(call, user)
                                .with("target.user.administers", administrators.include(user) ? "True" : "False"))
                .with("user_id", id);
        // Whoever holds what somebody lent is not that somebody.
        enforcer.enforce(call, action, lent ? about.with("target.user.id", null) : about);
        return facts.requireUser(call, id);
    }

    private static ObjectNode shown(String id, String label, Instant since) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("label", label)
                .put("created_at", since.toString());
    }
}
