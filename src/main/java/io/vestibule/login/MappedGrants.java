package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Group;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.Strangers;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.GivenByRules.Came;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.FederatedRules.Standing;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.Mapping;
import io.vestibule.mapping.MappingOutcome;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.RuleEngine;
import io.vestibule.mapping.SkippedGrants;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what an upstream vouches for to a user who has what the rules give: the one place where rules act, whatever the door.
 * What they give no longer is taken back; what they name and there is not is skipped, and breaks no login.
 */
@ApplicationScoped
public class MappedGrants {
    private static final int MOST_TOLD = 20;

    private final FederatedRules rules;
    private final Mapping mapping;
    private final Directory directory;
    private final LocalByRules locals;
    private final NamedByRules named;
    private final GivenByRules gives;
    private final SkippedGrants skipped;
    private final AuditLog audit;

    MappedGrants(
            FederatedRules rules,
            Mapping mapping,
            Directory directory,
            LocalByRules locals,
            NamedByRules named,
            GivenByRules gives,
            SkippedGrants skipped,
            AuditLog audit) {
        this.rules = rules;
        this.mapping = mapping;
        this.directory = directory;
        this.locals = locals;
        this.named = named;
        this.gives = gives;
        this.skipped = skipped;
        this.audit = audit;
    }

    /** Whether somebody may come in. */
    public sealed interface Entry {
        /**
         * @param rules that were run; none where there are none
         * @param groups into which they put the user
         * @param linked whether the account elsewhere is the user's; else rules named them
         */
        record Entered(User user, Optional<Bound> rules, List<GroupId> groups, boolean linked) implements Entry {
            public Entered {
                groups = List.copyOf(groups);
            }
        }

        /** The rules know nobody like this. */
        record NoMatch(String reason) implements Entry {}

        /** {@code reason} is a stable word for the audit log, {@code detail} for the operator. */
        record Refused(String reason, String detail) implements Entry {}
    }

    /** For whoever comes through a connector to the portal or with a password. */
    public Entry enter(Realm realm, UpstreamIdentity identity) {
        return enter(
                realm,
                identity,
                rules.forConnector(
                        realm, identity.connector(), identity.context().nearestAuthority()));
    }

    /** For whoever comes by a protocol of an identity provider ({@link FederatedRules#of}). */
    public Entry enter(Realm realm, UpstreamIdentity identity, Standing standing) {
        return meet(realm, identity, standing, Strangers.LET_IN).orElseThrow();
    }

    /** As {@link #enter(Realm, UpstreamIdentity)}, of strangers what is said; nothing of those who are not made users. */
    Optional<Entry> meet(Realm realm, UpstreamIdentity identity, Strangers strangers) {
        return meet(
                realm,
                identity,
                rules.forConnector(
                        realm, identity.connector(), identity.context().nearestAuthority()),
                strangers);
    }

    private Optional<Entry> meet(Realm realm, UpstreamIdentity identity, Standing standing, Strangers strangers) {
        return switch (standing) {
            case Standing.Closed closed ->
                Optional.of(new Entry.Refused(closed.reason(), closed.idp().id()));
            case Standing.Unruled unruled -> unruled(realm, identity, unruled.idp(), strangers);
            case Bound bound ->
                switch (RuleEngine.apply(bound.rules(), Assertion.of(identity))) {
                    case MappingOutcome.NoMatch none -> Optional.of(new Entry.NoMatch("no-rule-matches"));
                    case MappingOutcome.Faulty faulty ->
                        Optional.of(new Entry.Refused("rules-faulty", faulty.reason()));
                    case Matched matched -> matched(realm, identity, bound, matched, strangers);
                };
        };
    }

    private Optional<Entry> unruled(
            Realm realm, UpstreamIdentity identity, Optional<IdentityProvider> before, Strangers strangers) {
        return directory
                .resolve(realm.name(), identity, mapping.map(identity), strangers)
                .map(found -> entered(found, Optional.empty(), true))
                .map(entry -> entry instanceof Entry.Entered entered
                        ? having(
                                realm.name(),
                                entered,
                                List.of(),
                                gives.comeUnruled(realm.name(), entered.user().id(), identity.connector(), before))
                        : entry);
    }

    private Optional<Entry> matched(
            Realm realm, UpstreamIdentity identity, Bound bound, Matched matched, Strangers strangers) {
        if (matched.user().type() == MappedUser.Type.LOCAL) { // they have what they have; rules only say who they are
            return Optional.of(named(realm.name(), identity, bound, locals.find(realm.name(), bound, matched.user())));
        }
        return directory
                .resolve(
                        realm.name(),
                        identity,
                        mapping.map(identity, matched.user())
                                .in(named.domainOf(realm.name(), bound, matched.user()))
                                .within(bound.limit()),
                        strangers)
                .map(found -> entered(found, Optional.of(bound), true))
                .map(entry -> given(realm, identity, bound, matched, entry));
    }

    private Entry named(RealmName realm, UpstreamIdentity identity, Bound bound, Resolution said) {
        Entry entry = entered(said, Optional.of(bound), false);
        return entry instanceof Entry.Entered entered
                        && !gives.comeNamed(realm, entered.user().id(), identity.connector(), bound.idp())
                ? gone(bound.idp())
                : entry;
    }

    private Entry given(Realm realm, UpstreamIdentity identity, Bound bound, Matched matched, Entry entry) {
        if (!(entry instanceof Entry.Entered entered)) {
            return entry;
        }
        NamedByRules.Found found = named.find(realm.name(), bound, matched, entered.user());
        Came came = gives.come(realm.name(), entered.user().id(), identity.connector(), bound.idp(), found);
        if (came == Came.NOT) {
            return gone(bound.idp());
        }
        tell(realm.name(), identity, bound, entered.user(), found.skipped());
        return having(realm.name(), entered, found.groups(), came);
    }

    /** Deleted while somebody was coming in by it. */
    private static Entry gone(IdentityProvider idp) {
        return new Entry.Refused("identity-provider-gone", idp.id());
    }

    private static Entry entered(Resolution resolution, Optional<Bound> rules, boolean linked) {
        return switch (resolution) {
            case Resolution.Known known -> new Entry.Entered(known.user(), rules, List.of(), linked);
            case Resolution.Provisioned provisioned -> new Entry.Entered(provisioned.user(), rules, List.of(), linked);
            case Resolution.Refused refused -> new Entry.Refused(refused.reason(), "");
        };
    }

    private Entry having(RealmName realm, Entry.Entered entered, Collection<Group> given, Came came) {
        User user = entered.user();
        User now = came == Came.CHANGED ? directory.find(realm, user.id()).orElse(user) : user;
        return new Entry.Entered(
                now, entered.rules(), given.stream().map(Group::id).toList(), entered.linked());
    }

    /** An upstream that names a thousand groups which there are not writes no thousand lines. */
    private void tell(
            RealmName realm, UpstreamIdentity identity, Bound bound, User user, Map<String, String> notGiven) {
        Circumstances circumstances =
                Circumstances.from("").by(identity.connector()).of(user.id());
        String rulesOf = bound.idp().id();
        notGiven.entrySet().stream()
                .limit(MOST_TOLD)
                .forEach(one -> audit.record(
                        new AuditEvent.GrantSkipped(realm, circumstances, rulesOf, one.getKey(), one.getValue())));
        if (notGiven.size() > MOST_TOLD) {
            audit.record(new AuditEvent.GrantSkipped(
                    realm, circumstances, rulesOf, (notGiven.size() - MOST_TOLD) + " more", "as those before"));
        }
        skipped.note(realm, bound.idp(), notGiven);
    }
}
