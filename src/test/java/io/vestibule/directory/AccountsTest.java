package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static io.vestibule.directory.Samples.person;
import static io.vestibule.directory.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.directory.AccountFilter.Comparison;
import io.vestibule.directory.Accounts.NewAccount;
import io.vestibule.identity.Claims;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountsTest {
    private static final Secret PASSWORD = new Secret("correct horse");

    @Inject
    Accounts accounts;

    @Inject
    Domains domains;

    @Inject
    Groups groups;

    @Inject
    Directory directory;

    @Inject
    LocalCredentials credentials;

    @Inject
    DeclaredPeople declared;

    private Realm realm;
    private Domain acme;

    @BeforeEach
    void aRealmWithTwoDomains() {
        realm = Samples.realm("r" + UUID.randomUUID());
        declared.follow(realm);
        acme = ((DomainOutcome.Done) domains.create(realm.name(), newDomain("Acme"))).domain();
    }

    @Test
    void aNameIsUniqueInItsDomainWhateverItsCase() {
        User here = made("ada", Domain.DEFAULT);
        User there = made("ada", acme.id());
        assertThat(here.username()).isEqualTo("ada");
        assertThat(there.username()).isEqualTo("ada@Acme");
        assertThat(there.name()).isEqualTo("ada");
        assertThat(accounts.create(realm, account("ADA", acme.id())))
                .isEqualTo(new AccountOutcome.NameTaken("ADA", acme.id()));
        assertThat(accounts.named(realm.name(), acme.id(), "Ada")).contains(there);
        assertThat(accounts.create(realm, account("eve", new DomainId("nowhere"))))
                .isEqualTo(new AccountOutcome.UnknownDomain());
    }

    @Test
    void whoHasANameWithADomainBehindItKeepsIt() {
        User first = made("ada@Acme", Domain.DEFAULT);
        User second = made("ada", acme.id());
        assertThat(first.username()).isEqualTo("ada@Acme");
        assertThat(second.username()).isEqualTo("ada@Acme-2");
        assertThat(credentials.verify(realm, acme.id(), "ada", PASSWORD)).isEqualTo(new PasswordCheck.Right(second));
        assertThat(credentials.verify(realm, "ada@acme", PASSWORD)).isEqualTo(new PasswordCheck.Right(first));
    }

    @Test
    void aPasswordIsCheckedByIdAndByNameInADomain() {
        User ada = made("ada", acme.id());
        assertThat(credentials.verify(realm, ada.id(), PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        assertThat(credentials.verify(realm, acme.id(), "ADA", PASSWORD)).isEqualTo(new PasswordCheck.Right(ada));
        assertThat(credentials.verify(realm, Domain.DEFAULT, "ada", PASSWORD))
                .isEqualTo(new PasswordCheck.Wrong("unknown-name"));
        assertThat(credentials.verify(realm, new UserId(UUID.randomUUID()), PASSWORD))
                .isEqualTo(new PasswordCheck.Wrong("unknown-name"));
    }

    @Test
    void whatIsUnknownIsKeptAndAnAddressThatIsFreeIsTheProfiles() throws Exception {
        NewAccount wanted = account("ada", Domain.DEFAULT, "{\"email\":\"ada@example.org\",\"shoe\":42}");
        User ada = ((AccountOutcome.Done) accounts.create(realm, wanted)).user();
        assertThat(ada.email()).contains("ada@example.org");
        assertThat(ada.emailVerified()).isFalse();
        User other = ((AccountOutcome.Done)
                        accounts.create(realm, account("eve", acme.id(), "{\"email\":\"ADA@example.org\"}")))
                .user();
        assertThat(other.email()).isEmpty();
        assertThat(other.extra().text("email")).contains("ADA@example.org");
        User changed = update(ada, patch("{}", "{\"description\":\"hi\",\"email\":null}"));
        assertThat(changed.email()).isEmpty();
        assertThat(changed.extra().tree()).isEqualTo(json("{\"email\":null,\"shoe\":42,\"description\":\"hi\"}"));
        assertThat(directory.find(realm.name(), ada.id())).contains(changed);
    }

    @Test
    void optionsAreSaidAnewAndTakenAway() throws Exception {
        User ada = made("ada", Domain.DEFAULT);
        User set = update(ada, patch("{\"lock_password\":true,\"ignore_password_expiry\":false}", "{}"));
        assertThat(set.options().json()).isEqualTo(json("{\"lock_password\":true,\"ignore_password_expiry\":false}"));
        User unset = update(ada, patch("{\"lock_password\":null}", "{}"));
        assertThat(unset.options().json()).isEqualTo(json("{\"ignore_password_expiry\":false}"));
    }

    @Test
    void beingDisabledVoidsWhatWasGivenAndBeingEnabledBringsNothingBack() {
        User ada = made("ada", Domain.DEFAULT);
        assertThat(ada.tokensValidAfter()).isEmpty();
        User disabled = update(ada, AccountPatch.nothing().withEnabled(false));
        assertThat(disabled.enabled()).isFalse();
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Wrong("user-disabled"));
        User enabled = update(ada, AccountPatch.nothing().withEnabled(true));
        assertThat(enabled.enabled()).isTrue();
        assertThat(enabled.tokensValidAfter())
                .isEqualTo(disabled.tokensValidAfter())
                .isPresent();
    }

    @Test // security case 36
    void aDisabledDomainShutsOutItsUsersAndNoOthers() {
        User ada = made("ada", acme.id());
        User grace = made("grace", Domain.DEFAULT);
        domains.update(realm.name(), acme.id(), domain -> domain.withEnabled(false));
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow().enabled())
                .isFalse();
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow().switchedOn())
                .isTrue();
        assertThat(credentials.verify(realm, ada.id(), PASSWORD)).isEqualTo(new PasswordCheck.Wrong("user-disabled"));
        assertThat(credentials.verify(realm, grace.id(), PASSWORD)).isInstanceOf(PasswordCheck.Right.class);
    }

    @Test
    void aDomainIsDeletedWithItsPeopleOnceItIsDisabledAndTheDefaultOneNever() {
        User ada = made("ada", acme.id());
        assertThat(domains.delete(realm.name(), acme.id())).isEqualTo(new DomainOutcome.StillEnabled());
        domains.update(realm.name(), acme.id(), domain -> domain.withEnabled(false));
        assertThat(domains.delete(realm.name(), acme.id())).isInstanceOf(DomainOutcome.Done.class);
        assertThat(directory.find(realm.name(), ada.id())).isEmpty();
        assertThat(domains.find(realm.name(), acme.id())).isEmpty();
        domains.update(realm.name(), Domain.DEFAULT, domain -> domain.withEnabled(false));
        assertThat(domains.delete(realm.name(), Domain.DEFAULT)).isEqualTo(new DomainOutcome.Indispensable());
    }

    @Test
    void domainsHaveNamesOfTheirOwn() {
        assertThat(domains.create(realm.name(), newDomain("ACME"))).isEqualTo(new DomainOutcome.NameTaken("ACME"));
        assertThat(domains.update(realm.name(), acme.id(), domain -> domain.withName("default")))
                .isEqualTo(new DomainOutcome.NameTaken("default"));
        assertThat(domains.update(realm.name(), new DomainId("gone"), domain -> domain))
                .isEqualTo(new DomainOutcome.Unknown());
        assertThat(domains.named(realm.name(), "acme")).contains(acme);
        assertThat(domains.all(realm.name())).hasSize(2);
    }

    @Test
    void groupsAreToldToRelyingPartiesByTheirNamesAndRolesComeByTheirIds() {
        User ada = made("ada", Domain.DEFAULT);
        Group staff = group("staff", Domain.DEFAULT);
        Group theirs = group("staff", acme.id());
        groups.add(staff, ada.id());
        groups.add(staff, ada.id());
        groups.add(theirs, ada.id());
        User now = directory.find(realm.name(), ada.id()).orElseThrow();
        assertThat(now.groups()).containsExactlyInAnyOrder("staff", "staff@Acme");
        assertThat(now.groupIds()).containsExactlyInAnyOrder(staff.id(), theirs.id());
        assertThat(groups.ofUser(realm.name(), ada.id())).containsExactlyInAnyOrder(staff, theirs);
        assertThat(groups.members(staff)).containsExactly(now);
        assertThat(groups.contains(staff, ada.id())).isTrue();

        groups.update(realm.name(), staff.id(), group -> group.withName("crew"));
        domains.update(realm.name(), acme.id(), domain -> domain.withName("Emca"));
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow().groups())
                .containsExactlyInAnyOrder("crew", "staff@Emca");

        assertThat(groups.remove(theirs, ada.id())).isTrue();
        assertThat(groups.remove(theirs, ada.id())).isFalse();
        groups.delete(realm.name(), staff.id());
        assertThat(directory.find(realm.name(), ada.id()).orElseThrow().groupIds())
                .isEmpty();
    }

    @Test // an upstream could name any group: only a mapping rule or an administrator puts somebody in one that has
    // roles
    void whatAConnectorSaysIsANameAndNoGroup() {
        Group admins = group("admins", Domain.DEFAULT);
        User eve = user(directory.resolve(realm.name(), identity("evil", "1"), person("eve", "admins")));
        assertThat(eve.groups()).containsExactly("admins");
        assertThat(eve.groupIds()).isEmpty();
        groups.add(admins, eve.id());
        User later = user(directory.resolve(realm.name(), identity("evil", "1"), person("eve")));
        assertThat(later.groupIds()).as("what an administrator gave stays").containsExactly(admins.id());
    }

    @Test
    void declaredPeopleAndGroupsHaveIdsThatEverySiteComputes() {
        Realm withPeople = follow(realm.name().value());
        Realm elsewhere = follow("other-" + realm.name());
        Group here = groups.named(withPeople.name(), Domain.DEFAULT, "staff").orElseThrow();
        Group there = groups.named(elsewhere.name(), Domain.DEFAULT, "staff").orElseThrow();
        assertThat(here.id()).isEqualTo(there.id());
        Domain customers = domains.named(withPeople.name(), "Customers").orElseThrow();
        assertThat(customers.id()).isEqualTo(Domains.declaredId("Customers"));
        User ada = accounts.named(withPeople.name(), customers.id(), "ada").orElseThrow();
        assertThat(ada.username()).isEqualTo("ada@Customers");
        assertThat(ada.groups()).containsExactly("staff@Customers");
        User grace = accounts.named(withPeople.name(), Domain.DEFAULT, "grace").orElseThrow();
        assertThat(grace.groupIds()).containsExactly(here.id());
    }

    @Test
    void usersAreFoundByWhatIsKnownOfThem() {
        User ada = made("ada", Domain.DEFAULT);
        User grace = made("grace", acme.id());
        update(grace, AccountPatch.nothing().withEnabled(false));
        AccountFilter all = AccountFilter.all();
        assertThat(accounts.list(realm.name(), all)).hasSize(2);
        assertThat(accounts.list(realm.name(), all.atMost(1))).hasSize(1);
        assertThat(accounts.list(realm.name(), all.called("ADA"))).containsExactly(ada);
        assertThat(accounts.list(realm.name(), all.in(acme.id())))
                .extracting(User::id)
                .containsExactly(grace.id());
        assertThat(accounts.list(realm.name(), all.enabled(true))).containsExactly(ada);
        assertThat(accounts.list(realm.name(), all.passwordExpires(Comparison.GT, Instant.EPOCH)))
                .isEmpty();
    }

    @Test
    void aUserIsRenamedAndDeleted() {
        User ada = made("ada", acme.id());
        AccountPatch rename = new AccountPatch(
                Optional.of("countess"),
                Optional.empty(),
                Amendment.untouched(),
                Amendment.to(new ProjectId("p1")),
                Extra.none().tree(),
                Extra.none().tree());
        User renamed = update(ada, rename);
        assertThat(renamed.username()).isEqualTo("countess@Acme");
        assertThat(renamed.defaultProject()).contains(new ProjectId("p1"));
        assertThat(accounts.delete(realm.name(), ada.id())).isEqualTo(new AccountOutcome.Done(renamed));
        assertThat(accounts.delete(realm.name(), ada.id())).isEqualTo(new AccountOutcome.Unknown());
        assertThat(directory.find(realm.name(), ada.id())).isEmpty();
        assertThat(accounts.update(realm, ada.id(), AccountPatch.nothing())).isEqualTo(new AccountOutcome.Unknown());
    }

    @Test
    void aPasswordTakenAwayIsNoPassword() {
        User ada = made("ada", Domain.DEFAULT);
        update(ada, AccountPatch.nothing().withPassword(Amendment.cleared()));
        assertThat(credentials.verify(realm, "ada", PASSWORD)).isEqualTo(new PasswordCheck.Wrong("unknown-name"));
    }

    private Realm follow(String name) {
        Realm with = Samples.realm(
                name,
                false,
                Samples.POLICY,
                List.of(declaration("ada", Optional.of("Customers")), declaration("grace", Optional.empty())));
        declared.follow(with);
        return with;
    }

    private static PersonDeclaration declaration(String name, Optional<String> domain) {
        return new PersonDeclaration(
                name,
                name,
                Optional.empty(),
                false,
                true,
                List.of("staff"),
                Claims.none(),
                Optional.empty(),
                Optional.empty(),
                domain);
    }

    private Group group(String name, DomainId domain) {
        return ((GroupOutcome.Done) groups.create(realm.name(), new Groups.NewGroup(domain, name, "", Extra.none())))
                .group();
    }

    private User made(String name, DomainId domain) {
        return ((AccountOutcome.Done) accounts.create(realm, account(name, domain))).user();
    }

    private User update(User user, AccountPatch patch) {
        return ((AccountOutcome.Done) accounts.update(realm, user.id(), patch)).user();
    }

    private static NewAccount account(String name, DomainId domain) {
        return new NewAccount(
                domain, name, true, Optional.of(PASSWORD), Optional.empty(), UserOptions.none(), Extra.none());
    }

    private static NewAccount account(String name, DomainId domain, String extra) throws Exception {
        return new NewAccount(
                domain, name, true, Optional.of(PASSWORD), Optional.empty(), UserOptions.none(), Extra.of(json(extra)));
    }

    private static AccountPatch patch(String options, String extra) throws Exception {
        return new AccountPatch(
                Optional.empty(),
                Optional.empty(),
                Amendment.untouched(),
                Amendment.untouched(),
                json(options),
                json(extra));
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }

    private static Domains.NewDomain newDomain(String name) {
        return new Domains.NewDomain(name, "", true, List.of(), Extra.none(), Extra.none());
    }
}
