package io.vestibule.access;

import io.vestibule.access.AccessDeclaration.AssignmentEntry;
import io.vestibule.access.AccessDeclaration.ProjectEntry;
import io.vestibule.access.AccessDeclaration.RoleEntry;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Groups;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Brings what realm files declare about access into the store: domains, groups, roles and projects are made when missing and
 * then follow the file; one that is no longer declared stays. Assignments and limits that came from a file are taken back
 * with their lines: a role must not outlive the sentence that gave it. One name that stands for nothing spoils only its line.
 */
@ApplicationScoped
class DeclaredAccess {
    static final String SOURCE = "@file";

    private static final Logger LOG = Logger.getLogger(DeclaredAccess.class);
    private static final int AFTER_PEOPLE_AND_CATALOGUE = 4000;

    private final Realms realms;
    private final Domains domains;
    private final Groups groups;
    private final Roles roles;
    private final StandardRoles standard;
    private final Projects projects;
    private final Named named;
    private final SourcedAssignments sourced;
    private final DeclaredLimits limits;

    DeclaredAccess(
            Realms realms,
            Domains domains,
            Groups groups,
            Roles roles,
            StandardRoles standard,
            Projects projects,
            Named named,
            SourcedAssignments sourced,
            DeclaredLimits limits) {
        this.realms = realms;
        this.domains = domains;
        this.groups = groups;
        this.roles = roles;
        this.standard = standard;
        this.projects = projects;
        this.named = named;
        this.sourced = sourced;
        this.limits = limits;
    }

    void follow(@Observes @Priority(AFTER_PEOPLE_AND_CATALOGUE) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name).ifPresent(this::follow);
        }
    }

    void follow(Realm realm) {
        AccessDeclaration wanted = realm.blocks().find(AccessDeclaration.class).orElseGet(AccessDeclaration::none);
        RealmName name = realm.name();
        standard.begin(name);
        wanted.domains().forEach(entry -> domains.declare(name, entry.name(), entry.description(), entry.enabled()));
        wanted.groups()
                .forEach(entry -> domain(name, entry.domain())
                        .filter(domain -> groups.declare(name, domain, entry.name(), entry.description())
                                .isEmpty())
                        .ifPresent(domain -> anothers(name, "group", entry.name())));
        wanted.roles().forEach(entry -> role(name, entry));
        wanted.roles().forEach(entry -> implications(name, entry));
        wanted.projects().forEach(entry -> project(name, entry));
        assignments(realm, wanted);
        limits.follow(name, wanted);
    }

    private Optional<Domain> domain(RealmName realm, String name) {
        Optional<Domain> domain = domains.named(realm, name);
        if (domain.isEmpty()) {
            LOG.errorf(
                    "realm %s: access names the domain %s, which there is not: declare it under domains", realm, name);
        }
        return domain;
    }

    private void role(RealmName realm, RoleEntry entry) {
        Optional<Domain> domain = entry.domain().flatMap(name -> domain(realm, name));
        if (domain.isEmpty() && entry.domain().isPresent()) {
            return;
        }
        Role role = standard.ensure(
                realm, domain.map(Domain::id), domain.map(Domain::name).orElse(""), entry.name(), Optional.empty());
        if (entry.description().isPresent() && !role.description().equals(entry.description())) {
            tell(
                    realm,
                    "role " + entry.name(),
                    roles.update(realm, role.id(), is -> is.described(entry.description())));
        }
    }

    private void implications(RealmName realm, RoleEntry entry) {
        String full = entry.domain().map(domain -> domain + "/").orElse("") + entry.name();
        named.role(realm, full)
                .ifPresent(prior -> entry.implies()
                        .forEach(name -> named.role(realm, name)
                                .ifPresentOrElse(
                                        implied -> tell(
                                                realm, "role " + full, roles.imply(realm, prior.id(), implied.id())),
                                        () -> LOG.errorf(
                                                "realm %s: the role %s implies %s, which there is not",
                                                realm, full, name))));
    }

    private void project(RealmName realm, ProjectEntry entry) {
        domain(realm, entry.domain()).ifPresent(domain -> {
            Optional<Project> parent = entry.parent()
                    .flatMap(name ->
                            projects.declared(realm, domain, name).or(() -> projects.named(realm, domain.id(), name)));
            if (entry.parent().isPresent() && parent.isEmpty()) {
                LOG.errorf(
                        "realm %s: the project %s lies below %s, which there is not: declare that one above it",
                        realm, entry.name(), entry.parent().get());
                return;
            }
            Optional<Project> there = projects.declare(realm, domain, entry.name());
            if (there.isEmpty()) {
                ProjectDraft draft = wanted(ProjectDraft.of(domain.id(), entry.name()), entry);
                tell(
                        realm,
                        "project " + entry.name(),
                        projects.create(
                                realm,
                                Projects.declaredId(domain, entry.name()),
                                draft.under(parent.map(Project::id))));
                if (projects.declare(realm, domain, entry.name()).isEmpty()) {
                    anothers(realm, "project", entry.name());
                }
            } else if (!wanted(there.get().draft(), entry).equals(there.get().draft())) {
                boolean free = projects.named(realm, domain.id(), entry.name()).isEmpty();
                tell(
                        realm,
                        "project " + entry.name(),
                        projects.update(
                                realm,
                                there.get().id(),
                                draft -> wanted(free ? draft.named(entry.name()) : draft, entry)));
            }
        });
    }

    /** Taking it over would give to whoever made it what the file gives to its own. */
    private static void anothers(RealmName realm, String what, String name) {
        LOG.errorf("realm %s declares the %s %s, but somebody else made one of that name", realm, what, name);
    }

    private static ProjectDraft wanted(ProjectDraft draft, ProjectEntry entry) {
        return draft.enabled(entry.enabled())
                .described(entry.description().or(draft::description))
                .tagged(entry.tags().isEmpty() ? draft.tags() : entry.tags());
    }

    private void assignments(Realm of, AccessDeclaration wanted) {
        RealmName realm = of.name();
        Set<Assignment> declared = new HashSet<>();
        for (AssignmentEntry entry : wanted.assignments()) {
            String who = entry.who();
            Optional<Actor> actor = named.actor(of, entry);
            Optional<Scope> target = named.declared(realm, entry.scope());
            if (actor.isEmpty() || target.isEmpty()) {
                LOG.errorf(
                        "realm %s: access gives roles on %s to %s, and the file declares no %s",
                        realm, entry.on(), who, actor.isEmpty() ? who : entry.on());
                continue;
            }
            for (String name : entry.roles()) {
                named.role(realm, name)
                        .ifPresentOrElse(
                                role -> declared.add(
                                        new Assignment(actor.get(), target.get(), role.id(), entry.inherited())),
                                () -> LOG.errorf(
                                        "realm %s: access gives %s the role %s, which there is not", realm, who, name));
            }
        }
        sourced.become(realm, SOURCE, declared)
                .forEach(why -> LOG.errorf("realm %s: access gives what cannot be given: %s", realm, why));
    }

    private static void tell(RealmName realm, String what, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            LOG.errorf("realm %s: the declared %s cannot be: %s", realm, what, refused.why());
        }
    }
}
