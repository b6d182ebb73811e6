package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.directory.AccountFilter;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Accounts.NewAccount;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes, finds and changes users from requests. */
@ApplicationScoped
class UserRows {
    private static final String DEFAULT_PROJECT = "default_project_id";
    private static final String PASSWORD = "password";
    private static final Set<String> KNOWN =
            Set.of("name", "domain_id", "enabled", DEFAULT_PROJECT, PASSWORD, "options", FederatedPart.NAME, "extra");
    private static final Set<String> DATABASE_DOES = Set.of("domain_id", "name", "enabled");

    private final Facts facts;
    private final Accounts accounts;
    private final Schemas schemas;
    private final FederatedPart federated;

    UserRows(Facts facts, Accounts accounts, Schemas schemas, FederatedPart federated) {
        this.facts = facts;
        this.accounts = accounts;
        this.schemas = schemas;
        this.federated = federated;
    }

    /** Those that the query asks for, of one domain or of all. */
    List<User> list(Call call, Optional<DomainId> only) {
        Query query = call.query();
        List<PasswordExpiryFilter> expiries = PasswordExpiryFilter.all(call);
        Optional<String> asked = query.value("domain_id");
        boolean nobody = asked.filter(domain -> !DomainId.isValid(domain)).isPresent()
                || (only.isPresent()
                        && asked.filter(domain -> !domain.equals(only.get().value()))
                                .isPresent());
        if (nobody) {
            return List.of();
        }
        AccountFilter filter = new AccountFilter(
                only.or(() -> asked.map(DomainId::new)),
                query.value("name"),
                query.value("enabled").map(Listing::truth),
                expiries.stream()
                        .findFirst()
                        .map(expiry -> new AccountFilter.PasswordExpires(expiry.comparison(), expiry.moment())),
                most(call));
        List<User> found = accounts.list(call.realmName(), filter);
        return federated
                .asked(call, query)
                .map(those ->
                        found.stream().filter(user -> those.contains(user.id())).toList())
                .orElse(found);
    }

    /** One more than the list may have, so that it knows it was cut; all when the list itself is to filter, sort or page. */
    private static int most(Call call) {
        boolean simple = DATABASE_DOES.containsAll(call.query().names());
        return KeystoneRealm.of(call.realm())
                .listLimit()
                .filter(limit -> simple)
                .map(limit -> limit + 1)
                .orElse(Integer.MAX_VALUE);
    }

    User create(Call call, String domainId, JsonNode sent) {
        Fields user = Fields.checked(schemas, "user_create", sent);
        NewAccount wanted = new NewAccount(
                facts.requireDomain(call, domainId).id(),
                user.required("name").strip(),
                user.flag("enabled").orElse(true),
                user.text(PASSWORD).map(UserRows::secret),
                user.text(DEFAULT_PROJECT).map(id -> defaultProject(call, id)),
                UserOptions.of(user.object("options")),
                user.extra(KNOWN));
        Optional<Set<FederatedPart.Wanted>> identities = federated.wanted(call, sent);
        identities.ifPresent(those -> federated.requireFree(call, those, Optional.empty()));
        User made = done(accounts.create(call.realm(), wanted), domainId);
        identities.ifPresent(those -> federated.become(call, made, those));
        return made;
    }

    User change(Call call, User before, JsonNode sent) {
        String id = before.id().hex();
        Fields wanted = Fields.checked(schemas, "user_update", sent).requireSameId(id);
        if (wanted.text("domain_id")
                .filter(other -> !other.equals(before.domain().value()))
                .isPresent()) {
            throw KeystoneRefused.badRequest("Cannot change Domain ID");
        }
        Optional<Set<FederatedPart.Wanted>> identities = federated.wanted(call, sent);
        identities.ifPresent(those -> federated.requireFree(call, those, Optional.of(before.id())));
        ObjectNode extra = wanted.others(KNOWN);
        AccountPatch patch = new AccountPatch(
                wanted.text("name").map(String::strip),
                wanted.flag("enabled"),
                amendment(wanted, PASSWORD, UserRows::secret),
                amendment(wanted, DEFAULT_PROJECT, project -> defaultProject(call, project)),
                wanted.object("options"),
                extra);
        User changed = done(accounts.update(call.realm(), before.id(), patch), id);
        identities.ifPresent(those -> federated.become(call, changed, those));
        return changed;
    }

    void delete(Call call, User user) {
        done(accounts.delete(call.realmName(), user.id()), user.id().hex());
    }

    private static Secret secret(String text) {
        return new Secret(text);
    }

    private static <T> Amendment<T> amendment(Fields wanted, String name, Function<String, T> reading) {
        if (!wanted.has(name)) {
            return Amendment.untouched();
        }
        Optional<String> text = wanted.text(name);
        return text.isPresent() ? Amendment.to(reading.apply(text.get())) : Amendment.cleared();
    }

    private ProjectId defaultProject(Call call, String id) {
        if (facts.project(call, id).isEmpty() && facts.domain(call, id).isPresent()) {
            throw KeystoneRefused.badRequest("User's default project ID cannot be a domain ID: " + id);
        }
        return new ProjectId(id);
    }

    private static User done(AccountOutcome outcome, String id) {
        return switch (outcome) {
            case AccountOutcome.Done(User user) -> user;
            case AccountOutcome.Unknown ignored -> throw KeystoneRefused.notFound("user", id);
            case AccountOutcome.UnknownDomain ignored -> throw KeystoneRefused.notFound("domain", id);
            case AccountOutcome.NameTaken(String name, DomainId domain) ->
                throw Refusals.duplicate("user", name, Optional.of(domain));
            case AccountOutcome.MergedAway(UserId survivor) ->
                throw KeystoneRefused.conflict("The user is one with user " + survivor.hex()
                                + " now, who has what was theirs: name that one, or make them two again first.")
                        .because("merged-already");
            case AccountOutcome.PasswordRefused(var why) -> throw PasswordRefusals.of(why);
        };
    }
}
