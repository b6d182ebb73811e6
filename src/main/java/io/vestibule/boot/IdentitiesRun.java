package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Links on the operator's word, once store and configuration are there. */
@ApplicationScoped
class IdentitiesRun implements QuarkusApplication {
    private static final Circumstances BY_THE_OPERATOR = Circumstances.from("");

    private final ChosenRealm chosen;
    private final Directory directory;
    private final Accounts accounts;
    private final Identities identities;

    IdentitiesRun(ChosenRealm chosen, Directory directory, Accounts accounts, Identities identities) {
        this.chosen = chosen;
        this.directory = directory;
        this.accounts = accounts;
        this.identities = identities;
    }

    /** As it is typed. */
    enum What {
        list,
        link,
        unlink,
        expect
    }

    /** @param texts what, realm, user, connector, subject */
    @Override
    public int run(String... texts) {
        Optional<Realm> realm = chosen.by(texts[1]);
        if (realm.isEmpty()) {
            return no(chosen.missing(texts[1]));
        }
        What what = What.valueOf(texts[0]);
        if (what != What.list && (!ConnectorId.isValid(texts[3]) || texts[4].isEmpty())) {
            return no("say --connector and --subject");
        }
        return switch (what) {
            case expect ->
                said(identities.expect(realm.get(), new ConnectorId(texts[3]), texts[4], texts[2], BY_THE_OPERATOR));
            case list -> of(realm.get(), texts[2], user -> list(realm.get(), user));
            case link ->
                of(
                        realm.get(),
                        texts[2],
                        user -> said(identities.link(
                                realm.get(),
                                user.id(),
                                new ConnectorId(texts[3]),
                                texts[4],
                                Optional.empty(),
                                BY_THE_OPERATOR)));
            case unlink ->
                of(
                        realm.get(),
                        texts[2],
                        user -> said(identities.unlink(
                                realm.get(), user.id(), new ConnectorId(texts[3]), texts[4], BY_THE_OPERATOR)));
        };
    }

    private int of(Realm realm, String name, Function<User, Integer> work) {
        return UserId.parse(name)
                .flatMap(id -> directory.find(realm.name(), id))
                .or(() -> accounts.named(realm.name(), Domain.DEFAULT, name))
                .map(work)
                .orElseGet(() -> no("no user " + name + " in realm " + realm.name()));
    }

    private int list(Realm realm, User user) {
        List<LinkedIdentity> linked = identities.of(realm.name(), user.id());
        if (linked.isEmpty()) {
            System.err.println("vestibule: " + user.username() + " is linked to no account elsewhere");
        }
        linked.forEach(one -> System.out.println(
                one.connector() + " " + one.subject() + " since " + one.linkedAt() + ", last " + one.lastLoginAt()));
        return 0;
    }

    private static int said(LinkOutcome outcome) {
        return switch (outcome) {
            case LinkOutcome.Done(User user) -> {
                System.out.println(user.username() + " " + user.id());
                yield 0;
            }
            case LinkOutcome.AlreadyTheirs(User user) -> no("it leads to " + user.username() + " already");
            case LinkOutcome.OfAnother(User other) ->
                no("it leads to " + other.username() + " (" + other.id() + "); unlink it there first");
            case LinkOutcome.Unknown unknown -> no("no such connector, or no such link");
            case LinkOutcome.LastWayIn last -> no("the user could not come in any more");
        };
    }

    private static int no(String sentence) {
        System.err.println("vestibule: " + sentence);
        return 1;
    }
}
