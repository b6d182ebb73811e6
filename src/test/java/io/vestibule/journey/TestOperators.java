package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.Roles;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** People who administer the whole house, each a new one. */
@ApplicationScoped
public class TestOperators {
    private static final RealmName HOUSE = new RealmName("house");

    private final AtomicInteger count = new AtomicInteger();
    private final TestFactors people;
    private final Realms realms;
    private final Assignments assignments;
    private final Roles roles;
    private final House house;

    TestOperators(TestFactors people, Realms realms, Assignments assignments, Roles roles, House house) {
        this.people = people;
        this.realms = realms;
        this.assignments = assignments;
        this.roles = roles;
        this.house = house;
    }

    /** Their name; the password is {@code NAME-password-1}. */
    String made() {
        String name = "operator-" + count.incrementAndGet();
        User user = people.made(realms.find(HOUSE).orElseThrow(), name, name + "@house.example");
        Assignment admin = new Assignment(
                new Actor.OfUser(user.id()),
                new Scope.System(),
                roles.named(HOUSE, Optional.empty(), Roles.ADMIN).orElseThrow().id(),
                false);
        assertThat(assignments.grant(HOUSE, admin).ifDone()).isPresent();
        return name;
    }

    /** Signs a new one in; the list of connectors. */
    Visit enter(PlainBrowser browser) {
        return house.password(browser, browser.open(house.at("/admin/connectors")), made());
    }
}
