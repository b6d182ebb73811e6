package io.vestibule.everypath;

import static io.restassured.RestAssured.given;

import io.vestibule.access.Assignments;
import io.vestibule.access.Project;
import io.vestibule.access.ProjectDraft;
import io.vestibule.access.Projects;
import io.vestibule.access.Roles;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.DomainOutcome;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.Merging;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.Letters;
import io.vestibule.journey.RealmFiles;
import io.vestibule.mail.MailPolicy;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The realm of the table and who runs it. */
@ApplicationScoped
public class World {
    public static final RealmName REALM = new RealmName("crossing");

    private final BaseUrl base;
    private final Realms realms;
    private final Accounts accounts;
    private final Domains domains;
    private final Projects projects;
    private final Roles roles;
    private final Assignments assignments;
    private final LocalCredentials passwords;
    private final Identities identities;
    private final Merging merging;
    private final RealmFiles files;
    private final Instance<JourneyClock> clock; // there is one in this profile only
    private @Nullable Letters letters;

    World(
            BaseUrl base,
            Realms realms,
            Accounts accounts,
            Domains domains,
            Projects projects,
            Roles roles,
            Assignments assignments,
            LocalCredentials passwords,
            Identities identities,
            Merging merging,
            RealmFiles files,
            Instance<JourneyClock> clock) {
        this.base = base;
        this.realms = realms;
        this.accounts = accounts;
        this.domains = domains;
        this.projects = projects;
        this.roles = roles;
        this.assignments = assignments;
        this.passwords = passwords;
        this.identities = identities;
        this.merging = merging;
        this.files = files;
        this.clock = clock;
    }

    /** Below the realm. */
    public String at(String path) {
        return base.value() + "/realms/" + REALM.value() + path;
    }

    public String server(String path) {
        return base.value() + path;
    }

    public Realm realm() {
        return realms.find(REALM).orElseThrow();
    }

    /** Both realms make their keys, which are of now: a clock that is put back later finds them in force. */
    void awaken() {
        clock().backToNow();
        for (String realm : List.of(REALM.value(), Harbour.REALM.value())) {
            given().get(server("/realms/" + realm + "/jwks")).then().statusCode(200);
        }
        given().get(at("/saml/metadata")).then().statusCode(200);
        try (Stage stage = new Stage(this)) {
            given().contentType("application/json")
                    .body("{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"id\":\""
                            + stage.user().id().hex() + "\",\"password\":\"" + Stage.PASSWORD + "\"}}}}}")
                    .post(at("/v3/auth/tokens"))
                    .then()
                    .statusCode(201);
        }
    }

    public JourneyClock clock() {
        return clock.get();
    }

    /** The boxes of everybody whom the realm writes to; a file that was put back is told of them again. */
    public synchronized Letters letters() {
        Letters opened = letters == null ? new Letters() : letters;
        letters = opened;
        if (MailPolicy.of(realm()).isEmpty()) {
            files.change(REALM.value(), content -> opened.block("notices: false") + content);
        }
        return opened;
    }

    @PreDestroy
    void shut() {
        if (letters != null) {
            letters.close();
        }
    }

    /** Adds to the realm's file for good. */
    public void declare(String yaml) {
        files.change(REALM.value(), content -> content + yaml);
    }

    Accounts accounts() {
        return accounts;
    }

    LocalCredentials passwords() {
        return passwords;
    }

    Roles roles() {
        return roles;
    }

    Assignments assignments() {
        return assignments;
    }

    Projects projects() {
        return projects;
    }

    /** A connector of that stage's own. */
    public void connector(Stage stage, String yaml) {
        files.change(REALM.value(), content -> content.replace("\nconnectors:\n", "\nconnectors:\n" + yaml));
        stage.atTheEnd(() -> files.change(REALM.value(), content -> content.replace(yaml, "")));
    }

    /** Somebody who is nobody else any more. */
    public boolean isApart(UserId user) {
        return merging.find(REALM, user).isEmpty();
    }

    User person(Realm realm, Domain domain, Optional<Secret> password) {
        AccountOutcome outcome = accounts.create(
                realm,
                new Accounts.NewAccount(
                        domain.id(),
                        "person-" + Stage.hex(),
                        true,
                        password,
                        Optional.empty(),
                        UserOptions.none(),
                        Extra.none()));
        if (outcome instanceof AccountOutcome.Done(User made)) {
            return made;
        }
        throw new AssertionError(outcome.toString());
    }

    Realm upstream() {
        return realms.find(Harbour.REALM).orElseThrow();
    }

    Domain defaultOf(RealmName realm) {
        return domains.find(realm, Domain.DEFAULT).orElseThrow();
    }

    /** By the operator's word. */
    public void linked(UserId user, ConnectorId connector, String subject) {
        LinkOutcome outcome =
                identities.link(realm(), user, connector, subject, Optional.empty(), Circumstances.from(""));
        if (!(outcome instanceof LinkOutcome.Done)) {
            throw new AssertionError(outcome.toString());
        }
    }

    Domain domain(String name) {
        return switch (domains.create(
                REALM, new Domains.NewDomain(name, "", true, List.of(), Extra.none(), Extra.none()))) {
            case DomainOutcome.Done(Domain made) -> made;
            case DomainOutcome other -> throw new AssertionError(other.toString());
        };
    }

    Project project(DomainId domain, String id, String name) {
        return projects.create(REALM, new ProjectId(id), ProjectDraft.of(domain, name))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    public String domainName(DomainId id) {
        return domains.find(REALM, id).orElseThrow().name();
    }

    void disable(DomainId domain) {
        domains.update(REALM, domain, is -> is.withEnabled(false));
    }

    void disable(Project project) {
        projects.update(REALM, project.id(), draft -> draft.enabled(false))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    void edited(String text, String instead, Runnable meanwhile) {
        files.with(REALM.value(), text, instead, meanwhile);
    }
}
