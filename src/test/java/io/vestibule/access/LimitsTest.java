package io.vestibule.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.access.Refusal.Kind;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.records.Changes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LimitsTest {
    private static final LimitOwner DOMAIN = new LimitOwner.OfDomain(Domain.DEFAULT);
    private static final LimitOwner PROJECT = new LimitOwner.OfProject(new ProjectId("p"));
    private static final LimitOwner OTHER = new LimitOwner.OfProject(new ProjectId("q"));

    @Inject
    RegisteredLimits registered;

    @Inject
    Limits flat;

    @Inject
    LimitRepository repository;

    @Inject
    ProjectRepository projectRows;

    @Inject
    Projects projects;

    @Inject
    Domains domains;

    @Inject
    Changes changes;

    @Inject
    Realms realms;

    private RealmName realm;
    private Limits strict;

    @BeforeEach
    void aRealmWithTenServersForEverybody() {
        realm = new RealmName("r" + UUID.randomUUID());
        strict = new Limits(repository, new LimitHierarchy(repository, projectRows, new Strict()), changes);
        TestDirectory.domain(domains, realm, "default");
        projects.create(realm, new ProjectId("p"), ProjectDraft.of(Domain.DEFAULT, "p"));
        projects.create(realm, new ProjectId("q"), ProjectDraft.of(Domain.DEFAULT, "q"));
        assertThat(registered.create(realm, Map.of("r", servers(10)))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aLimitNeedsARegisteredOneForTheSameThing() {
        assertThat(why(flat.create(realm, Map.of("l", limit(PROJECT, "volumes", 1)))))
                .isEqualTo(new Refusal.NoRegisteredLimit());
        assertThat(flat.create(realm, Map.of("l", limit(PROJECT, "servers", 5))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(why(flat.create(realm, Map.of("m", limit(PROJECT, "servers", 6)))))
                .isEqualTo(new Refusal.NameTaken(Kind.LIMIT, "m", "servers", Optional.empty()));
        assertThat(flat.list(
                        realm,
                        new LimitFilter(
                                Optional.of("compute"), Optional.empty(), Optional.empty(), Optional.of(PROJECT))))
                .extracting(Limit::amount)
                .containsExactly(5L);
    }

    @Test
    void whatLimitsDependOnStays() {
        flat.create(realm, Map.of("l", limit(PROJECT, "servers", 5)));
        assertThat(why(registered.delete(realm, "r"))).isEqualTo(new Refusal.LimitsDependOn("r"));
        assertThat(why(registered.update(realm, "r", draft -> servers(3)))).isEqualTo(new Refusal.LimitsDependOn("r"));
        flat.delete(realm, "l");
        assertThat(registered
                        .update(realm, "r", draft -> servers(3))
                        .ifDone()
                        .orElseThrow()
                        .defaultLimit())
                .isEqualTo(3);
        assertThat(registered.delete(realm, "r")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void oneThingIsRegisteredOnce() {
        assertThat(why(registered.create(realm, Map.of("s", servers(4)))))
                .isEqualTo(new Refusal.NameTaken(Kind.REGISTERED_LIMIT, "s", "servers", Optional.empty()));
    }

    @Test
    void aLimitGoesWithItsProject() {
        flat.create(realm, Map.of("l", limit(PROJECT, "servers", 5)));
        projects.delete(realm, new ProjectId("p"));
        assertThat(flat.find(realm, "l")).isEmpty();
    }

    @Test
    void flatLimitsDoNotLookAtEachOther() {
        assertThat(flat.model(realm)).isEqualTo(LimitModel.FLAT);
        assertThat(flat.create(realm, Map.of("d", limit(DOMAIN, "servers", 5)))).isInstanceOf(Outcome.Done.class);
        assertThat(flat.create(realm, Map.of("l", limit(PROJECT, "servers", 50))))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void noProjectHasMoreThanItsDomainWhereTheHierarchyCounts() {
        assertThat(strict.model(realm)).isEqualTo(LimitModel.STRICT_TWO_LEVEL);
        LimitDraft tooMuch = limit(PROJECT, "servers", 11);
        assertThat(why(strict.create(realm, Map.of("l", tooMuch)))).isEqualTo(new Refusal.AgainstHierarchy(tooMuch));
        assertThat(strict.create(realm, Map.of("d", limit(DOMAIN, "servers", 20))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(strict.create(realm, Map.of("l", limit(PROJECT, "servers", 20))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(why(strict.update(realm, "d", Optional.of(19L), Optional.empty())))
                .isInstanceOf(Refusal.AgainstHierarchy.class);
        assertThat(why(strict.update(realm, "l", Optional.of(21L), Optional.empty())))
                .isInstanceOf(Refusal.AgainstHierarchy.class);
        assertThat(strict.update(realm, "l", Optional.of(19L), Optional.empty()))
                .isInstanceOf(Outcome.Done.class);
        assertThat(strict.update(realm, "d", Optional.of(19L), Optional.empty()))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void limitsOfOneRequestAreLookedAtTogetherAndMadeTogether() {
        Map<String, LimitDraft> both = Map.of("d", limit(DOMAIN, "servers", 30), "l", limit(PROJECT, "servers", 25));
        assertThat(strict.create(realm, both).ifDone().orElseThrow()).hasSize(2);
        Map<String, LimitDraft> bad = Map.of("m", limit(OTHER, "servers", 5), "n", limit(OTHER, "servers", 6));
        assertThat(strict.create(realm, bad)).isInstanceOf(Outcome.Refused.class);
        assertThat(strict.list(realm, LimitFilter.all())).hasSize(2);
    }

    private static RegisteredLimitDraft servers(long amount) {
        return new RegisteredLimitDraft("compute", Optional.empty(), "servers", amount, Optional.empty());
    }

    private static LimitDraft limit(LimitOwner owner, String resource, long amount) {
        return new LimitDraft(owner, "compute", Optional.empty(), resource, amount, Optional.empty());
    }

    private static Refusal why(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            return refused.why();
        }
        throw new AssertionError("not refused: " + outcome);
    }

    /** Every realm with the other model. */
    private final class Strict implements Realms {
        @Override
        public List<Realm> all() {
            return List.of();
        }

        @Override
        public Optional<Realm> find(RealmName name) {
            return realms.find(new RealmName("demo"))
                    .map(demo -> new Realm(
                            name,
                            "Strict",
                            true,
                            false,
                            demo.languages(),
                            demo.theme(),
                            demo.sessions(),
                            demo.passwords(),
                            demo.connectors(),
                            demo.relyingParties(),
                            List.of(),
                            new Blocks(List.of(new AccessDeclaration(
                                    LimitModel.STRICT_TWO_LEVEL,
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of())))));
        }
    }
}
