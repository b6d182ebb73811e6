package io.vestibule.access;

import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Accounts.NewAccount;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A first administrator and what one needs: the standard roles, a project, the role on it and on the whole system, and the
 * identity service in the catalogue. What is there is kept, so that running it again mends: a switched-off administrator is
 * switched on, another password becomes the wanted one.
 */
@ApplicationScoped
public class Bootstrap {
    private final Domains domains;
    private final Accounts accounts;
    private final LocalCredentials credentials;
    private final StandardRoles standard;
    private final Projects projects;
    private final Assignments assignments;
    private final Instance<ServiceCatalog> catalogue;

    Bootstrap(
            Domains domains,
            Accounts accounts,
            LocalCredentials credentials,
            StandardRoles standard,
            Projects projects,
            Assignments assignments,
            Instance<ServiceCatalog> catalogue) {
        this.domains = domains;
        this.accounts = accounts;
        this.credentials = credentials;
        this.standard = standard;
        this.projects = projects;
        this.assignments = assignments;
        this.catalogue = catalogue;
    }

    /** The password may not be as the realm wants passwords. */
    public static final class PasswordRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PasswordRefused(String why) {
            super("the password is refused: " + why);
        }
    }

    /** One line for each thing that was looked after. */
    public List<String> run(Realm realm, BootstrapWish wish) {
        List<String> done = new ArrayList<>();
        RealmName name = realm.name();
        Domain domain = domains.find(name, Domain.DEFAULT)
                .orElseGet(() -> domains.declare(name, "Default", "The default domain", true));
        done.add("domain " + domain.name());
        Project project = project(name, wish.project());
        done.add("project " + project.name());
        User admin = administrator(realm, wish, done);
        standard.ensure(name);
        Role role = standard.ensure(name, wish.role());
        done.add("role " + role.name());
        for (Scope scope : List.of(new Scope.Project(project.id()), new Scope.System())) {
            Outcome<Assignment> given =
                    assignments.grant(name, new Assignment(new Actor.OfUser(admin.id()), scope, role.id(), false));
            if (given instanceof Outcome.Refused<Assignment> refused) {
                throw new IllegalStateException("the role cannot be given: " + refused.why());
            }
        }
        done.add(
                "role " + role.name() + " of " + admin.name() + " on project " + project.name() + " and on the system");
        catalogue.forEach(one -> fill(one, name, wish, done));
        return done;
    }

    private Project project(RealmName realm, String name) {
        ProjectId id = new ProjectId(DeclaredId.of("project", "Default", name));
        return projects.named(realm, Domain.DEFAULT, name)
                .or(() -> projects.create(
                                realm,
                                id,
                                ProjectDraft.of(Domain.DEFAULT, name)
                                        .described(Optional.of("Bootstrap project for initializing the cloud.")))
                        .ifDone())
                .or(() -> projects.named(realm, Domain.DEFAULT, name))
                .orElseThrow(() -> new IllegalStateException("the id of project " + name + " is another project's"));
    }

    private User administrator(Realm realm, BootstrapWish wish, List<String> done) {
        Optional<User> there = accounts.named(realm.name(), Domain.DEFAULT, wish.username());
        if (there.isEmpty()) {
            NewAccount fresh = new NewAccount(
                    Domain.DEFAULT,
                    wish.username(),
                    true,
                    Optional.of(wish.password()),
                    Optional.empty(),
                    UserOptions.none(),
                    Extra.none());
            done.add("user " + wish.username() + " (new)");
            return made(accounts.create(realm, fresh));
        }
        User user = there.get();
        AccountPatch patch = AccountPatch.nothing();
        if (!user.switchedOn()) {
            patch = patch.withEnabled(true);
            done.add("user " + user.name() + " (switched on)");
        }
        if (!isPassword(credentials.verify(realm, user.id(), wish.password()))) {
            patch = patch.withPassword(new Amendment.To<>(wish.password()));
            done.add("user " + user.name() + " (new password; what was given out before is void)");
        }
        if (patch.equals(AccountPatch.nothing())) {
            done.add("user " + user.name());
            return user;
        }
        return made(accounts.update(realm, user.id(), patch));
    }

    /** Right, whether or not it opens anything now. */
    private static boolean isPassword(PasswordCheck check) {
        return check instanceof PasswordCheck.Right || check.equals(new PasswordCheck.Wrong(PasswordCheck.SHUT));
    }

    private static User made(AccountOutcome outcome) {
        return switch (outcome) {
            case AccountOutcome.Done done -> done.user();
            case AccountOutcome.PasswordRefused refused -> throw new PasswordRefused(sentence(refused.why()));
            case AccountOutcome.NameTaken taken ->
                throw new IllegalStateException("somebody else made the user " + taken.name() + " just now");
            case AccountOutcome.MergedAway away ->
                throw new IllegalStateException("the user is one with " + away.survivor() + " now");
            case AccountOutcome.Unknown gone -> throw new IllegalStateException("the user was deleted just now");
            case AccountOutcome.UnknownDomain gone ->
                throw new IllegalStateException("the domain was deleted just now");
        };
    }

    private static String sentence(PasswordChange why) {
        return switch (why) {
            case PasswordChange.TooShort tooShort ->
                "the realm asks for " + tooShort.minimum() + " characters at least";
            case PasswordChange.NotAsWanted not -> "the realm asks for " + not.wanted();
            case PasswordChange.UsedBefore used -> "it is one of the last " + used.unique();
            case PasswordChange.Unusable unusable -> "it is longer than any password, or has control characters";
            case PasswordChange.Busy busy -> "this machine is too busy to hash it now";
            case PasswordChange.TooSoon soon -> "the present one is too young to be changed";
            case PasswordChange.OnlyByAdministrators only -> "it may not be changed";
            case PasswordChange.NotProven not -> "the present one was not proven";
            case PasswordChange.UnknownUser gone -> "the user was deleted just now";
            case PasswordChange.Changed done ->
                throw new IllegalStateException("a password that was set is no refusal");
        };
    }

    private static void fill(ServiceCatalog catalogue, RealmName realm, BootstrapWish wish, List<String> done) {
        wish.region().ifPresent(region -> {
            catalogue.ensureRegion(realm, region);
            done.add("region " + region);
        });
        if (wish.endpoints().isEmpty()) {
            return;
        }
        String service = catalogue.ensureService(realm, "identity", wish.service());
        done.add("service " + wish.service());
        wish.endpoints().forEach((face, url) -> {
            catalogue.ensureEndpoint(realm, service, wish.region(), face, url);
            done.add("endpoint " + face + " " + url);
        });
    }
}
