package io.vestibule.login;

import io.vestibule.directory.Groups;
import io.vestibule.directory.Prospect;
import io.vestibule.directory.Prospects;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.DryRun;
import io.vestibule.mapping.Explanation;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.Mapping;
import io.vestibule.mapping.MappingOutcome;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.RuleLint;
import io.vestibule.mapping.SavedClaims;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what {@link MappedGrants} would make of somebody, by the same rules; makes, gives and changes nothing. */
@ApplicationScoped
public class Foresight {
    /** Whoever wrote rules that look at more has a file for it, and the command line. */
    public static final int LONGEST_CLAIMS = 64 * 1024;

    private static final String NOBODY = "(nobody)";

    private final FederatedRules rules;
    private final Mapping mapping;
    private final NamedByRules named;
    private final LocalByRules locals;
    private final UnknownNames unknown;
    private final Groups groups;
    private final Prospects prospects;
    private final Clock clock;

    Foresight(
            FederatedRules rules,
            Mapping mapping,
            NamedByRules named,
            LocalByRules locals,
            UnknownNames unknown,
            Groups groups,
            Prospects prospects,
            Clock clock) {
        this.rules = rules;
        this.mapping = mapping;
        this.named = named;
        this.locals = locals;
        this.unknown = unknown;
        this.groups = groups;
        this.prospects = prospects;
        this.clock = clock;
    }

    /** Of somebody for whom a connector vouched just now. */
    public Foreseen of(Realm realm, UpstreamIdentity identity) {
        return of(realm, new Case(identity, Assertion.of(identity), true));
    }

    /**
     * Of claims that somebody saved, as if {@code connector} had said them. Who they would be is only told of claims with a
     * {@code sub}; {@code iss} stands for whoever vouched.
     *
     * @throws IllegalArgumentException with a sentence when they cannot be read
     */
    public Foreseen of(Realm realm, ConnectorId connector, String saved) {
        if (saved.length() > LONGEST_CLAIMS) {
            throw new IllegalArgumentException("at most " + LONGEST_CLAIMS + " characters are read");
        }
        Assertion assertion = SavedClaims.read(saved);
        Claims claims = new Claims(assertion.values());
        Optional<String> subject = claims.first("sub").filter(text -> !text.isBlank());
        AuthnContext context = new AuthnContext(
                clock.instant(),
                Optional.empty(),
                Set.of(),
                claims.first("iss").stream().toList());
        UpstreamIdentity identity =
                new UpstreamIdentity(connector, subject.orElse(NOBODY), claims, context, UpstreamSession.none());
        return of(realm, new Case(identity, assertion, subject.isPresent()));
    }

    /** @param somebody whether it says whom it is about */
    private record Case(UpstreamIdentity identity, Assertion assertion, boolean somebody) {}

    private Foreseen of(Realm realm, Case one) {
        UpstreamIdentity identity = one.identity();
        return switch (rules.forConnector(
                realm, identity.connector(), identity.context().nearestAuthority())) {
            case FederatedRules.Standing.Closed closed ->
                Foreseen.nobody(
                        Foreseen.Standing.CLOSED,
                        closed.idp().id(),
                        closed.reason(),
                        closed.reason(),
                        List.of(),
                        List.of());
            case FederatedRules.Standing.Unruled unruled -> unruled(realm, one);
            case Bound bound -> ruled(realm, one, bound);
        };
    }

    private Foreseen unruled(Realm realm, Case one) {
        MappedPerson person = mapping.map(one.identity());
        Optional<Prospect> prospect = prospect(realm, one, person);
        return new Foreseen(
                Foreseen.Standing.UNRULED,
                "",
                "",
                List.of(),
                person.groups().stream().sorted().toList(),
                List.of(),
                Map.of(),
                List.of(),
                prospect,
                told(prospect, person, person.groups()));
    }

    private Foreseen ruled(Realm realm, Case one, Bound bound) {
        Explanation explained = DryRun.explained(bound.rules(), one.assertion());
        List<Foreseen.OfRule> each = new ArrayList<>();
        explained.rules().forEach(rule -> each.add(new Foreseen.OfRule(each.size() + 1, rule.failing(), rule.given())));
        List<String> lint = RuleLint.findings(bound.rules());
        return switch (explained.outcome()) {
            case Matched matched -> matched(realm, one, bound, matched, each, lint);
            case MappingOutcome.NoMatch none ->
                Foreseen.nobody(Foreseen.Standing.NO_MATCH, bound.idp().id(), "", "no-rule-matches", each, lint);
            case MappingOutcome.Faulty faulty ->
                Foreseen.nobody(
                        Foreseen.Standing.FAULTY, bound.idp().id(), faulty.reason(), "rules-faulty", each, lint);
        };
    }

    private Foreseen matched(
            Realm realm, Case one, Bound bound, Matched matched, List<Foreseen.OfRule> each, List<String> lint) {
        boolean local = matched.user().type() == MappedUser.Type.LOCAL; // they have what they have
        MappedPerson person = mapping.map(one.identity(), matched.user())
                .in(named.domainOf(realm.name(), bound, matched.user()))
                .within(bound.limit());
        Optional<Prospect> prospect = local
                ? Optional.of(prospect(locals.find(realm.name(), bound, matched.user())))
                : prospect(realm, one, person);
        Given given = local ? Given.nothing() : given(realm, bound, matched);
        return new Foreseen(
                Foreseen.Standing.MATCHED,
                bound.idp().id(),
                "",
                each,
                given.groups(),
                given.projects(),
                given.skipped(),
                lint,
                prospect,
                told(prospect, person, given.groups()));
    }

    /** @param groups by the names that applications know them by */
    private record Given(List<String> groups, List<String> projects, Map<String, String> skipped) {
        static Given nothing() {
            return new Given(List.of(), List.of(), Map.of());
        }
    }

    private Given given(Realm realm, Bound bound, Matched matched) {
        Map<String, String> skipped = unknown.of(realm.name(), bound.limit(), matched);
        Set<String> names = new TreeSet<>();
        matched.groups().stream()
                .filter(group -> !skipped.containsKey(UnknownNames.told(group)))
                .forEach(group -> names.add(group.name()));
        List<GroupId> ids = matched.groupIds().stream()
                .filter(id -> !skipped.containsKey(UnknownNames.told(id)))
                .map(GroupId::new)
                .toList();
        if (!ids.isEmpty()) {
            groups.those(realm.name(), ids, Set.of(), List.of()).forEach(group -> names.add(group.name()));
        }
        List<String> projects = matched.projects().stream()
                .filter(project -> !skipped.containsKey(UnknownNames.told(project)))
                .map(project -> project.name() + ": "
                        + project.roles().stream()
                                .filter(role -> !skipped.containsKey(UnknownNames.told(project, role)))
                                .collect(Collectors.joining(", ")))
                .toList();
        return new Given(List.copyOf(names), projects, skipped);
    }

    private Optional<Prospect> prospect(Realm realm, Case one, MappedPerson person) {
        return one.somebody() ? Optional.of(prospects.of(realm, one.identity(), person)) : Optional.empty();
    }

    private static Prospect prospect(Resolution said) {
        return switch (said) {
            case Resolution.Known known -> new Prospect.Known(known.user(), false);
            case Resolution.Provisioned made -> new Prospect.Known(made.user(), false);
            case Resolution.Refused refused -> new Prospect.Refused(refused.reason());
        };
    }

    /** A profile has one owner: another connector renames nobody, and lends its groups. */
    private static Map<String, List<String>> told(
            Optional<Prospect> prospect, MappedPerson person, Iterable<String> groups) {
        if (prospect.filter(Prospect.Refused.class::isInstance).isPresent()) {
            return Map.of();
        }
        Optional<User> other = prospect.flatMap(Foresight::ownerOfTheirProfile);
        Set<String> all = new TreeSet<>();
        groups.forEach(all::add);
        other.ifPresent(user -> all.addAll(user.groups()));
        Map<String, List<String>> told = new TreeMap<>(other.map(User::everything)
                .orElseGet(() -> everything(person))
                .with("preferred_username", called(prospect, person))
                .with("groups", List.copyOf(all))
                .values());
        return told;
    }

    private static Optional<User> ownerOfTheirProfile(Prospect prospect) {
        return switch (prospect) {
            case Prospect.Known known -> Optional.of(known.user()).filter(user -> !known.theirs());
            case Prospect.Joins joins -> Optional.of(joins.user());
            case Prospect.Asked asked -> Optional.empty();
            case Prospect.Fresh fresh -> Optional.empty();
            case Prospect.Refused refused -> Optional.empty();
        };
    }

    /** Where nobody is named and nothing else is a name, there is none. */
    private static List<String> called(Optional<Prospect> prospect, MappedPerson person) {
        return named(prospect.flatMap(Foresight::username).orElse(person.username()));
    }

    private static List<String> named(String name) {
        return name.equals(NOBODY) ? List.of() : List.of(name);
    }

    private static Optional<String> username(Prospect prospect) {
        return switch (prospect) {
            case Prospect.Known known -> Optional.of(known.user().username());
            case Prospect.Joins joins -> Optional.of(joins.user().username());
            case Prospect.Fresh fresh -> Optional.of(fresh.username());
            case Prospect.Asked asked -> Optional.empty();
            case Prospect.Refused refused -> Optional.empty();
        };
    }

    private static Claims everything(MappedPerson person) {
        return person.claims()
                .with("name", named(person.displayName()))
                .with("email", person.email().map(List::of).orElse(List.of()))
                .with("email_verified", Boolean.toString(person.emailVerified()));
    }
}
