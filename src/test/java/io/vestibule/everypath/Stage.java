package io.vestibule.everypath;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Project;
import io.vestibule.access.Role;
import io.vestibule.access.RoleDraft;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One column: a person in a domain of their own, a member of a project in another one. What a row opens is closed at the end.
 */
public final class Stage implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";
    private static final int GUESSES = 12;

    private final World world;
    private final User user;
    private final Project project;
    private final String projectsDomain;
    private final List<Runnable> closing = new ArrayList<>();

    Stage(World world) {
        this.world = world;
        this.user = person(world.domain("people-" + hex()), Optional.of(new Secret(PASSWORD)));
        Domain domain = world.domain("projects-" + hex());
        this.projectsDomain = domain.name();
        this.project = world.project(domain.id(), hex(), "project");
        grant(user.id(), "member", new Scope.Project(project.id()));
    }

    public World world() {
        return world;
    }

    public Realm realm() {
        return world.realm();
    }

    public User user() {
        return user;
    }

    public Project project() {
        return project;
    }

    /** As a scope names it. */
    public String projectScope() {
        return "project:" + projectsDomain + "/" + project.name();
    }

    /** Somebody else, whom no switch of this stage touches but the realm's: without a password, so a front end speaks for them. */
    public User bystander() {
        return person(world.domain("bystanders-" + hex()), Optional.empty());
    }

    public void grant(UserId who, String role, Scope where) {
        world.assignments()
                .grant(
                        World.REALM,
                        new Assignment(new Actor.OfUser(who), where, role(role).id(), false))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    public void atTheEnd(Runnable close) {
        closing.add(close);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    public static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    void lock() {
        for (int i = 0; i < GUESSES; i++) {
            world.passwords().verify(realm(), user.id(), new Secret("a wrong guess"));
        }
    }

    private User person(Domain domain, Optional<Secret> password) {
        return world.person(realm(), domain, password);
    }

    private Role role(String name) {
        return world.roles()
                .named(World.REALM, Optional.empty(), name)
                .orElseGet(() -> world.roles()
                        .create(
                                World.REALM,
                                new RoleId(hex()),
                                new RoleDraft(Optional.empty(), name, Optional.empty(), Optional.empty(), Extra.none()))
                        .orElseThrow(why -> new IllegalStateException(why.toString())));
    }
}
