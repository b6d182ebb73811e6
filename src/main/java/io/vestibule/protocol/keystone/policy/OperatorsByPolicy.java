package io.vestibule.protocol.keystone.policy;

import io.vestibule.access.HeldScope;
import io.vestibule.access.OperatorRule;
import io.vestibule.access.Projects;
import io.vestibule.access.ScopeAccess;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A person may in the browser what one of the tokens that they could ask for would let them. */
@ApplicationScoped
class OperatorsByPolicy implements OperatorRule {
    private final ScopeAccess scopes;
    private final Projects projects;
    private final Domains domains;
    private final Enforcer enforcer;

    OperatorsByPolicy(ScopeAccess scopes, Projects projects, Domains domains, Enforcer enforcer) {
        this.scopes = scopes;
        this.projects = projects;
        this.domains = domains;
        this.enforcer = enforcer;
    }

    @Override
    public boolean allows(Realm realm, User user, String action) {
        return scopes.all(user).stream()
                .anyMatch(held -> scope(realm.name(), held)
                        .filter(scope -> enforcer.allows(realm, user, scope, held.roleNames(), action))
                        .isPresent());
    }

    private Optional<TokenScope> scope(RealmName realm, HeldScope held) {
        return switch (held.scope()) {
            case Scope.System all -> Optional.of(new TokenScope.OfSystem());
            case Scope.Domain one ->
                domains.find(realm, one.domain()).map(domain -> new TokenScope.OfDomain(domain.id(), domain.name()));
            case Scope.Project one ->
                projects.find(realm, one.project())
                        .flatMap(project -> domains.find(realm, project.domain())
                                .map(domain -> new TokenScope.OfProject(
                                        project.id(), project.name(), domain.id(), domain.name(), false)));
        };
    }
}
