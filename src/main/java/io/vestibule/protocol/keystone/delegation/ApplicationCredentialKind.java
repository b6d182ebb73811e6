package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.DelegationKind;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What keeps tokens of application credentials alive: the credential, its user, the project, and every role it names. */
@ApplicationScoped
class ApplicationCredentialKind implements DelegationKind {
    private final ApplicationCredentials credentials;
    private final HeldRoles held;
    private final Clock clock;

    ApplicationCredentialKind(ApplicationCredentials credentials, HeldRoles held, Clock clock) {
        this.credentials = credentials;
        this.held = held;
        this.clock = clock;
    }

    @Override
    public boolean concerns(TokenPayload payload) {
        return payload.delegation().applicationCredential().isPresent();
    }

    @Override
    public Optional<Delegated> living(Realm realm, TokenPayload payload) {
        return payload.delegation()
                .applicationCredential()
                .flatMap(id -> credentials.find(realm.name(), id))
                .filter(credential -> belongsTo(credential, payload))
                .filter(credential -> !credential.hasExpired(clock.instant()))
                .flatMap(credential -> held.all(
                                realm.name(), credential.user(), credential.project(), credential.roles())
                        .map(roles -> new Delegated(
                                roles, Optional.empty(), Optional.of(view(credential)), Optional.empty())));
    }

    /** A token that says it is somebody else's, or for somewhere else, was not made from this credential. */
    private static boolean belongsTo(ApplicationCredential credential, TokenPayload payload) {
        return payload.user().equals(credential.user())
                && payload.scope().equals(Optional.of(new Scope.Project(credential.project())));
    }

    private static JsonNode view(ApplicationCredential credential) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", credential.id())
                .put("name", credential.name())
                .put("restricted", !credential.unrestricted());
        if (!credential.rules().isEmpty()) {
            ArrayNode rules = view.putArray("access_rules");
            credential.rules().forEach(rule -> rules.add(rule.document()));
        }
        return view;
    }
}
