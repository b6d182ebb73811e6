package io.vestibule.protocol.keystone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Project;
import io.vestibule.database.LockQueue;
import io.vestibule.database.Statements;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the manager of a domain may make one in it, and learns of its users by that. */
@QuarkusTest
@TestProfile(CloudProfile.class)
@Tag("keystone")
class MergesTest {
    private static final String MERGES = "/vestibule/merges";

    @Inject
    Cloud cloud;

    @Inject
    Personas personas;

    @Inject
    Statements statements;

    @Inject
    LockQueue queue;

    private String manager;
    private User stays;
    private User goes;

    @BeforeEach
    void twoUsersOfOneDomain() {
        manager = personas.onDomain(Domain.DEFAULT, "manager");
        stays = cloud.person();
        goes = cloud.person();
    }

    @Test
    void whoIsMadeAnAdministratorMeanwhileIsNotForTheManagerOfADomain() throws Exception {
        assertThat(atTheSameTime(() -> {})).isEqualTo(201);
        stays = cloud.person();
        goes = cloud.person();
        assertThat(atTheSameTime(() -> cloud.grant(goes.id(), "admin", new Scope.System())))
                .isEqualTo(409);
        assertThat(personas.get(personas.cloudAdmin(), "/users/" + goes.id().hex())
                        .extract()
                        .<Boolean>path("user.enabled"))
                .isTrue();
    }

    /** What comes of a merge that was allowed before, and waits for one of its users until {@code change} is done. */
    private int atTheSameTime(Runnable change) throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> merged = QuarkusTransaction.requiringNew().call(() -> {
                statements.rows(
                        "select 1 from app_user where id = ? for no key update",
                        row -> row.integer(1),
                        goes.id().value());
                Future<Integer> waits = thread.submit(
                        () -> personas.post(manager, MERGES, wish()).extract().statusCode());
                queue.awaitOne("app_user");
                QuarkusTransaction.suspendingExisting().run(change);
                return waits;
            });
            return merged.get();
        }
    }

    @Test
    void aManagerLearnsNothingOfOtherDomains() {
        Project theirs = cloud.project();
        cloud.grant(goes.id(), "member", Cloud.on(theirs));
        assertThat(plan(personas.cloudAdmin())).contains(theirs.name());
        assertThat(plan(manager)).doesNotContain(theirs.name()).contains("\"kind\":\"roles\"", "\"not_shown\":1");
    }

    private String plan(String token) {
        return personas.get(
                        token,
                        MERGES + "/plan?survivor_id=" + stays.id().hex() + "&merged_id="
                                + goes.id().hex())
                .statusCode(200)
                .extract()
                .asString();
    }

    private String wish() {
        return "{\"merge\":{\"survivor_id\":\"%s\",\"merged_id\":\"%s\"}}"
                .formatted(stays.id().hex(), goes.id().hex());
    }
}
