package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.auth.TrustUse;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.DelegationKind;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How a trust becomes a token, and what keeps that alive. */
@ApplicationScoped
class TrustKind implements DelegationKind, TrustUse {
    private final Trusts trusts;
    private final TrustLife life;

    TrustKind(Trusts trusts, TrustLife life) {
        this.trusts = trusts;
        this.life = life;
    }

    @Override
    public Proven use(Call call, Proven trustee, String id) {
        if (trustee.delegation().isAny() || trustee.boundTo().isPresent()) {
            // What was handed on for one project opens no trust of its user.
            throw KeystoneRefused.forbidden().because("trust-by-delegation");
        }
        Trust trust = trusts.usable(call.realmName(), id);
        if (!trust.trustee().equals(trustee.user())) {
            throw KeystoneRefused.forbidden().because("not-the-trustee");
        }
        life.roles(call.realmName(), trust);
        if (!trusts.use(call.realmName(), id)) { // somebody else took the last one meanwhile
            throw Trusts.absent(id);
        }
        Proven handed = new Proven(
                trust.speaksFor(),
                trustee.earlier(),
                trustee.notAfter(),
                trustee.parentAuditId(),
                Delegation.trust(id),
                Optional.empty(),
                trust.project().map(Scope.Project::new),
                trustee.shown());
        return life.end(call.realmName(), trust)
                .filter(end -> trustee.notAfter().filter(end::isAfter).isEmpty())
                .map(handed::until)
                .orElse(handed);
    }

    @Override
    public boolean concerns(TokenPayload payload) {
        return payload.delegation().trust().isPresent();
    }

    @Override
    public Optional<Delegated> living(Realm realm, TokenPayload payload) {
        try {
            return payload.delegation()
                    .trust()
                    .flatMap(id -> trusts.find(realm.name(), id))
                    .filter(trust -> belongsTo(trust, payload))
                    .map(trust -> new Delegated(
                            life.roles(realm.name(), trust),
                            Optional.of(view(trust)),
                            Optional.empty(),
                            Optional.empty()));
        } catch (KeystoneRefused dead) { // says why to whoever asks for a token; one that exists just counts no more
            return Optional.empty();
        }
    }

    private static boolean belongsTo(Trust trust, TokenPayload payload) {
        return payload.user().equals(trust.speaksFor())
                && payload.scope().equals(trust.project().map(Scope.Project::new));
    }

    private static JsonNode view(Trust trust) {
        ObjectNode view = JsonNodeFactory.instance.objectNode().put("id", trust.id());
        view.putObject("trustor_user").put("id", trust.trustor().hex());
        view.putObject("trustee_user").put("id", trust.trustee().hex());
        return view.put("impersonation", trust.impersonation());
    }
}
