package io.vestibule.protocol.keystone.token;

import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.RoleRef;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.LocalDoor;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.token.Freshness.Concern;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up what a token speaks of: its user, scope, roles and delegation must all be alive. From copies that follow every
 * change, so nothing is asked of the database while nothing changes.
 */
@ApplicationScoped
class Meanings {
    private static final Set<String> ALONE = Set.of(MfaRules.TOTP, "token"); // and one that was exchanged since

    private final Directory directory;
    private final KnownDomains domains;
    private final Projects projects;
    private final EffectiveRoles roles;
    private final Instance<DelegationKind> delegations;
    private final Instance<FederatedStanding> standings;
    private final Openings openings;

    Meanings(
            Directory directory,
            KnownDomains domains,
            Projects projects,
            EffectiveRoles roles,
            Instance<DelegationKind> delegations,
            Instance<FederatedStanding> standings,
            Openings openings) {
        this.directory = directory;
        this.domains = domains;
        this.projects = projects;
        this.roles = roles;
        this.delegations = delegations;
        this.standings = standings;
        this.openings = openings;
    }

    Meaning of(Realm realm, TokenPayload payload) {
        Optional<User> user = directory.find(realm.name(), payload.user());
        if (user.isEmpty()) {
            return new Meaning.Dead("user-unknown");
        }
        if (!user.get().enabled()) {
            return new Meaning.Dead("user-disabled");
        }
        if (user.get().tokensValidAfter().filter(payload.issuedAt()::isBefore).isPresent()) {
            return new Meaning.Dead("user-changed");
        }
        if (!user.get().hasAWayIn(realm) || cameByAShutDoor(realm, payload.methods())) {
            return new Meaning.Dead("connector-disabled");
        }
        Optional<Domain> domain = domains.find(realm.name(), user.get().domain());
        if (domain.isEmpty() || !domain.get().enabled()) {
            return new Meaning.Dead("user-domain-disabled");
        }
        if (!wayInStands(realm, payload, user.get())) {
            return new Meaning.Dead("identity-provider-disabled");
        }
        Optional<TokenScope> scope = payload.scope()
                .map(asked -> named(realm.name(), asked))
                .orElseGet(() -> Optional.of(new TokenScope.Unscoped()));
        if (scope.isEmpty()) {
            return new Meaning.Dead("scope-not-in-use");
        }
        return of(realm, payload, user.get(), domain.get(), scope.get());
    }

    /** A password, with whatever was shown beside it, or a passcode that stood alone: as good as our own connector is now. */
    private static boolean cameByAShutDoor(Realm realm, List<String> methods) {
        boolean ours =
                methods.contains(MfaRules.PASSWORD) || methods.contains(MfaRules.TOTP) && ALONE.containsAll(methods);
        return ours && !LocalDoor.isOpen(realm);
    }

    /** The provider by which the token came; where it came by none, as that of something handed on, any of the user's. */
    private boolean wayInStands(Realm realm, TokenPayload payload, User user) {
        return payload.federated()
                .map(from -> standings.stream().anyMatch(one -> one.stands(realm, from)))
                .orElseGet(() -> openings.isOpen(realm, user, payload.expiresAt()));
    }

    private Meaning of(Realm realm, TokenPayload payload, User user, Domain domain, TokenScope scope) {
        // What a login gave stands in the user's groups, and is taken back there: the token's own list only tells of
        // it.
        Set<GroupId> groups = user.groupIds();
        Optional<Delegated> delegated = Optional.empty();
        if (payload.delegation().isAny()) {
            delegated = delegated(realm, payload);
            if (delegated.isEmpty()) {
                return new Meaning.Dead("delegation-over");
            }
        }
        List<RoleRef> held = delegated
                .map(Delegated::roles)
                .orElseGet(() -> payload.scope()
                        .map(asked -> roles.of(realm.name(), user.id(), groups, asked))
                        .orElse(List.of()));
        if (held.isEmpty() && payload.scope().isPresent()) {
            return new Meaning.Dead("no-role-there");
        }
        ValidToken token = new ValidToken(
                payload, user.name(), user.domain(), domain.name(), user.passwordExpiresAt(), scope, held, delegated);
        Set<Concern> concerns = concerns(realm.name(), token, groups);
        if (payload.federated().isEmpty()
                && !(user.comesByPassword(realm) && user.connectors().isEmpty())) {
            concerns.add(Concern.any(realm.name(), "idp"));
        }
        return new Meaning.Alive(token, concerns);
    }

    private Optional<Delegated> delegated(Realm realm, TokenPayload payload) {
        return delegations.stream()
                .filter(kind -> kind.concerns(payload))
                .findFirst()
                .flatMap(kind -> kind.living(realm, payload));
    }

    private Optional<TokenScope> named(RealmName realm, Scope scope) {
        return switch (scope) {
            case Scope.System all -> Optional.of(new TokenScope.OfSystem());
            case Scope.Domain of ->
                domains.find(realm, of.domain())
                        .filter(Domain::enabled)
                        .map(domain -> new TokenScope.OfDomain(domain.id(), domain.name()));
            case Scope.Project of ->
                projects.find(realm, of.project())
                        .filter(Project::enabled)
                        .flatMap(project -> domains.find(realm, project.domain())
                                .filter(Domain::enabled)
                                .map(domain -> new TokenScope.OfProject(
                                        project.id(), project.name(), domain.id(), domain.name(), false)));
        };
    }

    private static Set<Concern> concerns(RealmName realm, ValidToken token, Set<GroupId> groups) {
        Set<Concern> concerns = new HashSet<>();
        String user = token.user().hex();
        concerns.add(Concern.of(realm, "user", user));
        concerns.add(Concern.of(realm, "assignment", user));
        concerns.add(Concern.of(realm, "domain", token.userDomain().value()));
        concerns.add(Concern.any(realm, "role"));
        concerns.add(Concern.any(realm, "implied"));
        concerns.add(Concern.any(realm, "catalog"));
        token.payload().federated().ifPresent(from -> concerns.add(Concern.of(realm, "idp", from.identityProvider())));
        for (GroupId group : groups) {
            concerns.add(Concern.of(realm, "group", group.value()));
            concerns.add(Concern.of(realm, "assignment", group.value()));
        }
        switch (token.scope()) {
            case TokenScope.OfProject project -> {
                concerns.add(Concern.of(realm, "project", project.id().value()));
                concerns.add(Concern.of(realm, "domain", project.domain().value()));
            }
            case TokenScope.OfDomain domain ->
                concerns.add(Concern.of(realm, "domain", domain.id().value()));
            case TokenScope.OfSystem all -> {
                // the system cannot go away
            }
            case TokenScope.Unscoped none -> {
                // nothing more
            }
        }
        // A domain that goes takes groups along, and with them roles elsewhere; domains change seldom.
        concerns.add(Concern.any(realm, "domain"));
        if (token.delegated()) {
            // Who delegated is known to the delegation alone, so anybody's change asks it again.
            for (String topic :
                    List.of("trust", "app-credential", "oauth1", "assignment", "user", "group", "project", "idp")) {
                concerns.add(Concern.any(realm, topic));
            }
        }
        return concerns;
    }
}
