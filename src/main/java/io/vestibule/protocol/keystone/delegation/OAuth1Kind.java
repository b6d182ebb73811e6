package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vestibule.access.RoleRef;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.auth.AuthMethod;
import io.vestibule.protocol.keystone.auth.MethodOutcome;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.DelegationKind;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Method {@code oauth1}: a request signed with an access token; and what keeps its tokens alive. */
@ApplicationScoped
class OAuth1Kind implements AuthMethod, DelegationKind {
    private final OAuth1Checks checks;
    private final Consumers consumers;
    private final AccessTokens tokens;
    private final HeldRoles held;
    private final ImpliedRoles implied;
    private final Clock clock;

    OAuth1Kind(
            OAuth1Checks checks,
            Consumers consumers,
            AccessTokens tokens,
            HeldRoles held,
            ImpliedRoles implied,
            Clock clock) {
        this.checks = checks;
        this.consumers = consumers;
        this.tokens = tokens;
        this.held = held;
        this.implied = implied;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "oauth1";
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        OAuth1Request request = checks.read(call, "/auth/tokens");
        String id = OAuth1Checks.required(request, "oauth_token");
        Optional<AccessToken> found = tokens.find(call.realmName(), id)
                .filter(token -> token.consumer().equals(request.parameter("oauth_consumer_key")));
        if (found.isEmpty()) {
            return MethodOutcome.Refused.because("no-such-access-token");
        }
        AccessToken token = found.get();
        if (token.hasExpired(clock.instant())) {
            return MethodOutcome.Refused.because("access-token-expired").of(token.user());
        }
        checks.requireSigned(
                request, consumers.get(call.realmName(), token.consumer()).secret(), Optional.of(token.secret()));
        return MethodOutcome.Proven.by(token.user())
                .delegating(Delegation.accessToken(id), new Scope.Project(token.project()))
                .until(token.expiresAt());
    }

    @Override
    public boolean concerns(TokenPayload payload) {
        return payload.delegation().accessToken().isPresent();
    }

    @Override
    public Optional<Delegated> living(Realm realm, TokenPayload payload) {
        return payload.delegation()
                .accessToken()
                .flatMap(id -> tokens.find(realm.name(), id))
                .filter(token -> belongsTo(token, payload) && !token.hasExpired(clock.instant()))
                .flatMap(token -> roles(realm.name(), token)
                        .map(roles ->
                                new Delegated(roles, Optional.empty(), Optional.empty(), Optional.of(view(token)))));
    }

    /** All that was granted, as long as the user has all of it, and of what that implies what the user has. */
    private Optional<List<RoleRef>> roles(RealmName realm, AccessToken token) {
        List<RoleId> wanted = implied.with(realm, token.roles());
        return held.all(realm, token.user(), token.project(), token.roles())
                .flatMap(granted -> held.enabled(realm, token.user()))
                .map(user -> held.of(user, token.project()).stream()
                        .filter(role -> wanted.contains(role.id()))
                        .toList());
    }

    private static boolean belongsTo(AccessToken token, TokenPayload payload) {
        return payload.user().equals(token.user())
                && payload.scope().equals(Optional.of(new Scope.Project(token.project())));
    }

    private static JsonNode view(AccessToken token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("access_token_id", token.id())
                .put("consumer_id", token.consumer());
    }
}
