package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.LockQueue;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.LinkingPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who comes by a connector for the first time with an address that somebody here has (security cases 31 and 32). */
@QuarkusTest
class NewcomersTest {
    private static final Circumstances TEST = Circumstances.from("");
    private static final String ADDRESS = "ada@campus.example";

    @Inject
    UserRepository users;

    @Inject
    TestDirectories directories;

    @Inject
    LockQueue queue;

    @Inject
    Identities identities;

    @Inject
    LocalCredentials credentials;

    @Inject
    TestFactors factors;

    @Inject
    Accounts accounts;

    private Realm realm;
    private Directory directory;

    private record Own() {}

    @BeforeEach
    void aRealmOfItsOwn() {
        realm = realm(LinkingPolicy.Newcomers.ASK);
    }

    private Realm realm(LinkingPolicy.Newcomers rest) {
        Map<ConnectorId, ConnectorDeclaration> connectors = new LinkedHashMap<>();
        LinkingPolicy campus = new LinkingPolicy(Set.of("campus.example"), rest);
        declare(connectors, "campus", "oidc", campus);
        declare(connectors, "campus-saml", "saml", campus);
        declare(connectors, "anybody", "oidc", new LinkingPolicy(Set.of(), rest));
        declare(connectors, "password", LocalCredentials.CONNECTOR_KIND, LinkingPolicy.standard());
        Realm made = new Realm(
                new RealmName("n" + UUID.randomUUID()),
                "Newcomers",
                true,
                false,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                Samples.POLICY,
                connectors,
                Map.of(),
                List.of(),
                Blocks.none());
        directory = directories.of(made);
        return made;
    }

    private Realm changed(Map<ConnectorId, ConnectorDeclaration> connectors, Blocks blocks) {
        return new Realm(
                realm.name(),
                realm.displayName(),
                true,
                false,
                realm.languages(),
                realm.theme(),
                realm.sessions(),
                realm.passwords(),
                connectors,
                Map.of(),
                List.of(),
                blocks);
    }

    private static void declare(
            Map<ConnectorId, ConnectorDeclaration> all, String id, String kind, LinkingPolicy linking) {
        ConnectorId connector = new ConnectorId(id);
        all.put(
                connector,
                new ConnectorDeclaration(connector, kind, id, Optional.empty(), true, false, new Own(), linking));
    }

    /** How the one who is here stands, and who comes. */
    enum Case {
        VERIFIED_ON_BOTH_SIDES_BY_WHO_GIVES_THE_ADDRESS_OUT("campus-saml", true, "campus", true, ADDRESS, true),
        NOT_VERIFIED_OVER_THERE("campus-saml", true, "campus", false, ADDRESS, false),
        NOT_VERIFIED_HERE("campus-saml", false, "campus", true, ADDRESS, false),
        ONE_COMES_THERE_ALREADY(
                "campus", true, "campus", true, ADDRESS, false), // the address was given to somebody else
        BROUGHT_BY_ONE_WHO_DOES_NOT_GIVE_IT_OUT("campus-saml", true, "anybody", true, ADDRESS, false),
        VERIFIED_HERE_BY_ONE_WHO_DOES_NOT_GIVE_IT_OUT("anybody", true, "campus", true, ADDRESS, false),
        OF_ANOTHER_DOMAIN("campus-saml", true, "campus", true, "ada@elsewhere.example", false),
        OF_A_DOMAIN_THAT_ENDS_ALIKE("campus-saml", true, "campus", true, "ada@not-campus.example", false),
        OF_A_SUBDOMAIN("campus-saml", true, "campus", true, "ada@a.campus.example", false),
        WITH_TWO_SIGNS("campus-saml", true, "campus", true, "ada@campus.example@evil.example", false);

        final String hereBy;
        final boolean verifiedHere;
        final String comesBy;
        final boolean verifiedThere;
        final String address;
        final boolean joined;

        Case(
                String hereBy,
                boolean verifiedHere,
                String comesBy,
                boolean verifiedThere,
                String address,
                boolean joined) {
            this.hereBy = hereBy;
            this.verifiedHere = verifiedHere;
            this.comesBy = comesBy;
            this.verifiedThere = verifiedThere;
            this.address = address;
            this.joined = joined;
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void isThePersonWhoIsHereOnlyBeyondDoubt(Case the) {
        User here = here(the.hereBy, the.address, the.verifiedHere);
        Optional<Resolution> outcome =
                resolveOrAsk(realm.name(), identity(the.comesBy, "new"), person(the.address, the.verifiedThere));
        boolean joined = outcome.filter(Resolution.Known.class::isInstance).isPresent();
        assertThat(joined).isEqualTo(the.joined);
        if (the.joined) {
            assertThat(outcome.map(Samples::user).orElseThrow().id()).isEqualTo(here.id());
            assertThat(identities.of(realm.name(), here.id())).hasSize(2);
        } else {
            assertThat(outcome.isEmpty()).as("asked").isEqualTo(the.verifiedThere);
            assertThat(identities.of(realm.name(), here.id())).hasSize(1);
        }
    }

    @ParameterizedTest // security case 34
    @CsvSource({
        "ADA@Campus.Example, true",
        "\u212aim@campus.example, false", // KELVIN SIGN: its lower case is k
        "\uff4bim@campus.example, false", // FULLWIDTH k: NFKC makes it k
        "k\u0131m@campus.example, false" // dotless i: its upper case is I
    })
    void aMailboxIsTheSameOnlyInTheSameLettersWhateverTheCaseOfLatinOnes(String brought, boolean same) {
        User here = here("campus-saml", brought.startsWith("ADA") ? ADDRESS : "kim@campus.example", true);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "new"), person(brought, true))
                        .filter(Resolution.Known.class::isInstance)
                        .isPresent())
                .isEqualTo(same);
        assertThat(identities.of(realm.name(), here.id())).hasSize(same ? 2 : 1);
    }

    @Test // security case 34: the address is another's by now, and a second connector that gives it out brings them
    void neverToSomebodyWhoWasNotSeenWithTheAddressLately() {
        User gone = here("campus-saml", ADDRESS, true);
        QuarkusTransaction.requiringNew()
                .run(() -> users.getEntityManager()
                        .createNativeQuery(
                                "update upstream_identity set last_login_at = last_login_at - interval '31 days' "
                                        + "where user_id = ?1")
                        .setParameter(1, gone.id().value())
                        .executeUpdate());
        assertThat(resolveOrAsk(realm.name(), identity("campus", "recycled"), person(ADDRESS, true)))
                .as("asked, and not joined")
                .isEmpty();
        here("campus-saml", ADDRESS, true);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "the same"), person(ADDRESS, true))
                        .map(Samples::user)
                        .map(User::id))
                .contains(gone.id());
    }

    @Test // security case 32
    void neverToSomebodyWithAPasswordFromBeforeTheAddressWasProven() {
        User attacker = here("campus-saml", ADDRESS, false);
        credentials.set(realm, attacker.id(), new Secret("planted-password"));
        here("campus-saml", ADDRESS, true); // whoever is tricked into proving the address there
        credentials.change(realm, attacker.id(), new Secret("planted-password"), new Secret("another-password"));
        assertThat(resolveOrAsk(realm.name(), identity("campus", "victim"), person(ADDRESS, true)))
                .as("asked, and not joined")
                .isEmpty();
        assertThat(Samples.user(directory.resolve(realm.name(), identity("campus", "victim"), person(ADDRESS, true)))
                        .id())
                .isNotEqualTo(attacker.id());
    }

    @Test // security case 32
    void neverToSomebodyWithAPlantedPasswordWhateverConnectorsAreOnJustThen() {
        User attacker = here("campus-saml", ADDRESS, false);
        credentials.set(realm, attacker.id(), new Secret("planted-password"));
        here("campus-saml", ADDRESS, true);
        Map<ConnectorId, ConnectorDeclaration> connectors = new LinkedHashMap<>(realm.connectors());
        connectors.remove(new ConnectorId("password"));
        directory = directories.of(changed(connectors, Blocks.none()));
        assertThat(resolveOrAsk(realm.name(), identity("campus", "victim"), person(ADDRESS, true)))
                .as("asked, and not joined")
                .isEmpty();
    }

    @Test // security case 32
    void neverToSomebodyWithAKeyOrAnAuthenticatorFromBefore() {
        for (boolean key : List.of(true, false)) {
            realm = realm(LinkingPolicy.Newcomers.ASK);
            User attacker = here("campus-saml", ADDRESS, false);
            if (key) {
                factors.passkey(realm, attacker, "of-" + realm.name());
            } else {
                factors.enrol(realm, attacker);
            }
            here("campus-saml", ADDRESS, true);
            assertThat(resolveOrAsk(realm.name(), identity("campus", "victim"), person(ADDRESS, true)))
                    .as(key ? "a passkey" : "an authenticator")
                    .isEmpty();
        }
    }

    @Test
    void aPasswordFromAfterwardsDoesNotStandInTheWay() {
        User here = here("campus-saml", ADDRESS, true);
        credentials.set(realm, here.id(), new Secret("an-own-password"));
        assertThat(resolveOrAsk(realm.name(), identity("campus", "new"), person(ADDRESS, true))
                        .map(Samples::user)
                        .map(User::id))
                .contains(here.id());
    }

    @Test // security case 32
    void neverToSomebodyWhomAnotherLinkLetInBefore() {
        User attacker = here("campus-saml", ADDRESS, false);
        identities.link(realm, attacker.id(), new ConnectorId("anybody"), "attacker", Optional.empty(), TEST);
        here("campus-saml", ADDRESS, true);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "victim"), person(ADDRESS, true)))
                .isEmpty();
    }

    @Test
    void neverToSomebodyWhoIsSwitchedOff() {
        User here = here("campus-saml", ADDRESS, true);
        accounts.update(realm, here.id(), AccountPatch.nothing().withEnabled(false));
        assertThat(resolveOrAsk(realm.name(), identity("campus", "new"), person(ADDRESS, true)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LinkingPolicy.Newcomers.class)
    void everyoneElseIsTreatedAsTheRealmSays(LinkingPolicy.Newcomers rest) {
        realm = realm(rest);
        here("campus-saml", ADDRESS, false);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "same"), person(ADDRESS, true))
                        .isEmpty())
                .isEqualTo(rest != LinkingPolicy.Newcomers.SEPARATE);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "doubtful"), person(ADDRESS, false))
                        .isEmpty())
                .as("who brings what nobody verified learns nothing")
                .isEqualTo(rest == LinkingPolicy.Newcomers.ASK_EVERYONE);
        assertThat(resolveOrAsk(realm.name(), identity("campus", "other"), person("new@campus.example", true))
                        .isEmpty())
                .isEqualTo(rest == LinkingPolicy.Newcomers.ASK_EVERYONE);
        assertThat(directory.resolve(realm.name(), identity("campus", "unasked"), person(ADDRESS, true)))
                .as("where nobody can be asked")
                .isInstanceOf(Resolution.Provisioned.class);
    }

    @Test
    void whoIsSwitchedOffOrAnothersMeanwhileIsNotJoined() throws Exception {
        User here = here("campus-saml", ADDRESS, true);
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Resolution> resolved = QuarkusTransaction.requiringNew().call(() -> {
                UserEntity row = users.locked(realm.name(), here.id().value()).orElseThrow();
                Future<Resolution> waits = thread.submit(
                        () -> directory.resolve(realm.name(), identity("campus", "new"), person(ADDRESS, true)));
                queue.awaitOne("app_user");
                row.enabled = false; // as an administrator does, or whoever makes them one with another
                return waits;
            });
            assertThat(Samples.user(resolved.get()).id()).isNotEqualTo(here.id());
        }
        assertThat(identities.of(realm.name(), here.id())).hasSize(1);
    }

    @Test // security case 34
    void anIdentityLeadsToOneUserWhoeverLinksAtTheSameTime() throws Exception {
        List<User> here = Stream.of("1", "2", "3", "4", "5", "6")
                .map(subject -> Samples.user(directory.resolve(
                        realm.name(), identity("campus", subject), person(subject + "@campus.example", true))))
                .toList();
        List<LinkOutcome> outcomes = atOnce(here.stream()
                .<Callable<LinkOutcome>>map(user -> () ->
                        identities.link(realm, user.id(), new ConnectorId("anybody"), "one", Optional.empty(), TEST))
                .toList());
        assertThat(outcomes).filteredOn(LinkOutcome.Done.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(LinkOutcome.OfAnother.class::isInstance).hasSize(5);
    }

    @Test // security case 35
    void theLastWayInStaysHoweverManyAreTakenAwayAtTheSameTime() throws Exception {
        User here = here("campus", ADDRESS, true);
        for (String subject : List.of("a", "b", "c")) {
            identities.link(realm, here.id(), new ConnectorId("anybody"), subject, Optional.empty(), TEST);
        }
        List<LinkOutcome> outcomes = atOnce(identities.of(realm.name(), here.id()).stream()
                .<Callable<LinkOutcome>>map(
                        one -> () -> identities.unlink(realm, here.id(), one.connector(), one.subject(), TEST))
                .toList());
        assertThat(outcomes).filteredOn(LinkOutcome.LastWayIn.class::isInstance).hasSize(1);
        assertThat(identities.of(realm.name(), here.id())).hasSize(1);
    }

    @Test
    void allOfAWishIsDoneOrNothing() {
        User here = here("campus", ADDRESS, true);
        Set<Identities.Way> off = Set.of(new Identities.Way(new ConnectorId("campus"), "another"));
        Realm without = changed(
                Map.of(
                        new ConnectorId("campus"),
                        new ConnectorDeclaration(
                                new ConnectorId("campus"),
                                "oidc",
                                "campus",
                                Optional.empty(),
                                false,
                                false,
                                new Own())),
                Blocks.none());
        assertThat(identities.become(without, here.id(), off, connector -> true, TEST))
                .as("nothing that works would be left")
                .isInstanceOf(LinkOutcome.LastWayIn.class);
        assertThat(identities.of(realm.name(), here.id()))
                .extracting(LinkedIdentity::subject)
                .containsExactly("here");
        assertThat(identities.become(realm, here.id(), off, connector -> true, TEST))
                .isInstanceOf(LinkOutcome.Done.class);
        assertThat(identities.of(realm.name(), here.id()))
                .extracting(LinkedIdentity::subject)
                .containsExactly("another");
    }

    @Test
    void aPasswordIsAWayInAndAConnectorThatIsOffIsNone() {
        User here = here("campus", ADDRESS, true);
        identities.link(realm, here.id(), new ConnectorId("gone"), "x", Optional.empty(), TEST);
        LinkedIdentity only = identities.of(realm.name(), here.id()).getFirst();
        assertThat(identities.unlink(realm, here.id(), only.connector(), only.subject(), TEST))
                .isInstanceOf(LinkOutcome.LastWayIn.class);
        credentials.set(realm, here.id(), new Secret("an-own-password"));
        assertThat(identities.unlink(realm, here.id(), only.connector(), only.subject(), TEST))
                .isInstanceOf(LinkOutcome.Done.class);
    }

    @Test
    void aPasskeyIsAWayInOnlyWherePasskeysOpenSomething() {
        User here = here("campus", ADDRESS, true);
        factors.passkey(realm, here, "of-" + realm.name());
        LinkedIdentity only = identities.of(realm.name(), here.id()).getFirst();
        Realm without = changed(
                realm.connectors(),
                new Blocks(List.of(new FactorPolicy(
                        FactorPolicy.Demand.NOBODY, true, List.of("2"), List.of("phr"), List.of(), false))));
        assertThat(identities.unlink(without, here.id(), only.connector(), only.subject(), TEST))
                .isInstanceOf(LinkOutcome.LastWayIn.class);
        Map<ConnectorId, ConnectorDeclaration> connectors = new LinkedHashMap<>(realm.connectors());
        connectors.remove(new ConnectorId("password"));
        Realm nowhereToUseIt = changed(connectors, Blocks.none());
        assertThat(identities.unlink(nowhereToUseIt, here.id(), only.connector(), only.subject(), TEST))
                .isInstanceOf(LinkOutcome.LastWayIn.class);
        assertThat(identities.unlink(realm, here.id(), only.connector(), only.subject(), TEST))
                .isInstanceOf(LinkOutcome.Done.class);
    }

    @Test
    void groupsOfALinkAreTakenBackWithIt() {
        User here = here("campus", ADDRESS, true);
        MappedPerson there = new MappedPerson("ada", "Ada", Optional.empty(), false, Claims.none(), Set.of("sailors"));
        identities.link(realm, here.id(), new ConnectorId("anybody"), "x", Optional.of(there), TEST);
        assertThat(directory.find(realm.name(), here.id()).orElseThrow().groups())
                .contains("sailors");
        identities.unlink(realm, here.id(), new ConnectorId("anybody"), "x", TEST);
        assertThat(directory.find(realm.name(), here.id()).orElseThrow().groups())
                .isEmpty();
    }

    @Test
    void whoIsExpectedComesAsThatUser() {
        LinkOutcome expected = identities.expect(realm, new ConnectorId("campus"), "later", "grace", TEST);
        User made = ((LinkOutcome.Done) expected).user();
        Resolution came =
                directory.resolve(realm.name(), identity("campus", "later"), person("g@campus.example", true));
        assertThat(came).isInstanceOf(Resolution.Known.class);
        assertThat(Samples.user(came).id()).isEqualTo(made.id());
        assertThat(Samples.user(came).email()).contains("g@campus.example");
        assertThat(identities.expect(realm, new ConnectorId("campus"), "later", "grace", TEST))
                .isInstanceOf(LinkOutcome.OfAnother.class);
        assertThat(identities.expect(realm, new ConnectorId("password"), "later", "grace", TEST))
                .isInstanceOf(LinkOutcome.Unknown.class);
    }

    private Optional<Resolution> resolveOrAsk(RealmName name, UpstreamIdentity identity, MappedPerson mapped) {
        return directory.resolve(name, identity, mapped, Strangers.ASKED);
    }

    private User here(String connector, String address, boolean verified) {
        return Samples.user(directory.resolve(realm.name(), identity(connector, "here"), person(address, verified)));
    }

    private static MappedPerson person(String address, boolean verified) {
        return new MappedPerson("ada", "Ada", Optional.of(address), verified, Claims.none(), Set.of());
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> done = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        }
    }
}
