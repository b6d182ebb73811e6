package io.vestibule.everypath;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Project;
import io.vestibule.access.Role;
import io.vestibule.access.RoleDraft;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
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
 * A row that changes what is its person's, such as their password, takes a twin.
 */
public final class Stage implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";
    private static final int GUESSES = 12;

    private final World world;
    private final Domain peoples;
    private final User user;
    private final Project project;
    private final String projectsDomain;
    private final List<Runnable> closing;
    private final List<Stage> everybody;

    public Stage(World world) {
        this.world = world;
        this.closing = new ArrayList<>();
        this.everybody = new ArrayList<>(List.of(this));
        this.peoples = world.domain("people-" + hex());
        this.user = comer(peoples);
        Domain domain = world.domain("projects-" + hex());
        this.projectsDomain = domain.name();
        this.project = world.project(domain.id(), hex(), "project");
        grant(user.id(), "member", new Scope.Project(project.id()));
    }

    private Stage(Stage of) {
        this.world = of.world;
        this.closing = of.closing;
        this.everybody = of.everybody;
        this.peoples = of.peoples;
        this.user = comer(peoples);
        this.projectsDomain = of.projectsDomain;
        this.project = of.project;
        grant(user.id(), "member", new Scope.Project(project.id()));
        everybody.add(this);
    }

    /** The same with another person, whom every switch of this column touches as well. */
    public Stage twin() {
        return new Stage(this);
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
        for (Stage one : everybody) {
            for (int i = 0; i < GUESSES; i++) {
                world.passwords().verify(realm(), one.user.id(), new Secret("a wrong guess"));
            }
        }
    }

    void disable() {
        for (Stage one : everybody) {
            world.accounts()
                    .update(realm(), one.user.id(), AccountPatch.nothing().withEnabled(false));
        }
    }

    /** By a password, and by the harbour as well: who has one way in only is shut out with it, whatever they hold. */
    private User comer(Domain domain) {
        User person = person(domain, Optional.of(new Secret(PASSWORD)));
        world.linked(person.id(), new ConnectorId("harbour"), "elsewhere-" + hex());
        return person;
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
