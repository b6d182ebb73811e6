package io.vestibule.protocol.keystone.policy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether the holder of a token may do something. */
@ApplicationScoped
public class Enforcer {
    private static final int REALMS_AT_ONCE = 256;

    private final LoadingCache<PolicySettings, PolicyTable> tables =
            Caffeine.newBuilder().maximumSize(REALMS_AT_ONCE).build(PolicySettings::table);
    private final Permitted permitted;

    Enforcer(Permitted permitted) {
        this.permitted = permitted;
    }

    /** Returns when the caller may; 401 without a token that counts, 403 otherwise. */
    public void enforce(Call call, String action, Target target) {
        if (!allows(call, action, target)) {
            throw KeystoneRefused.forbidden(action);
        }
        if (call.changes()) {
            permitted.remember(call, action);
        }
    }

    /** {@code call}, when its caller may do what nobody's in particular is; refuses as {@link #enforce}. */
    public Call allowed(Call call, String action) {
        enforce(call, action, Target.none());
        return call;
    }

    /** Whether the caller may; 401 without a token that counts. */
    public boolean allows(Call call, String action, Target target) {
        PolicySettings settings = KeystoneRealm.policyOf(call.realm());
        return tables.get(settings).allows(action, asker(call.holder().token(), settings), target);
    }

    /** Whether somebody with these roles there may what concerns nobody in particular. */
    boolean allows(Realm realm, User user, TokenScope scope, Collection<String> roles, String action) {
        PolicySettings settings = KeystoneRealm.policyOf(realm);
        Asker asker = asker(user.id(), user.domain(), scope, Set.copyOf(roles), settings);
        return tables.get(settings).allows(action, asker, Target.none());
    }

    static Asker asker(ValidToken token, PolicySettings settings) {
        return asker(token.user(), token.userDomain(), token.scope(), names(token), settings);
    }

    private static Asker asker(
            UserId user, DomainId userDomain, TokenScope scope, Set<String> roles, PolicySettings settings) {
        Map<String, String> facts = new HashMap<>();
        facts.put("user_id", user.hex());
        facts.put("user_domain_id", userDomain.value());
        facts.put("token.user.id", user.hex());
        facts.put("token.user.domain.id", userDomain.value());
        facts.put("is_admin_project", "False");
        Asker.ScopeKind kind = switch (scope) {
            case TokenScope.OfSystem ignored -> {
                facts.put("system_scope", "all");
                yield Asker.ScopeKind.SYSTEM;
            }
            case TokenScope.OfDomain domain -> {
                facts.put("domain_id", domain.id().value());
                facts.put("token.domain.id", domain.id().value());
                yield Asker.ScopeKind.DOMAIN;
            }
            case TokenScope.OfProject project -> {
                facts.put("project_id", project.id().value());
                facts.put("project_domain_id", project.domain().value());
                facts.put("token.project.id", project.id().value());
                facts.put("token.project.domain.id", project.domain().value());
                facts.put(
                        "is_admin_project",
                        settings.isAdminProject(project.domain(), project.name()) ? "True" : "False");
                yield Asker.ScopeKind.PROJECT;
            }
            case TokenScope.Unscoped ignored -> Asker.ScopeKind.PROJECT;
        };
        return new Asker(facts, roles, kind);
    }

    private static Set<String> names(ValidToken token) {
        return token.roles().stream().map(role -> role.name()).collect(Collectors.toSet());
    }
}
