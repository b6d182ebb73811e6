package io.vestibule.access;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Statements on registered_limit and resource_limit. */
@Singleton
class LimitRepository {
    private static final String REGISTERED =
            "select id, service_id, region_id, resource_name, default_limit, description from registered_limit "
                    + "where realm = ?1 ";
    private static final String LIMIT =
            "select l.id, l.project_id, l.domain_id, l.registered_id, r.service_id, r.region_id, "
                    + "r.resource_name, l.resource_limit, l.description from resource_limit l "
                    + "join registered_limit r on r.realm = l.realm and r.id = l.registered_id where l.realm = ?1 ";

    private final Statements statements;

    LimitRepository(Statements statements) {
        this.statements = statements;
    }

    List<RegisteredLimit> registered(RealmName realm, LimitFilter filter) {
        return statements.rows(
                REGISTERED + "and (cast(?2 as text) is null or service_id = cast(?2 as text)) "
                        + "and (cast(?3 as text) is null or region_id = cast(?3 as text)) "
                        + "and (cast(?4 as text) is null or resource_name = cast(?4 as text)) "
                        + "order by resource_name, id",
                row -> registered(realm, row),
                realm.value(),
                filter.service(),
                filter.region(),
                filter.resource());
    }

    Optional<RegisteredLimit> registered(RealmName realm, String id) {
        return statements.row(REGISTERED + "and id = ?2", row -> registered(realm, row), realm.value(), id);
    }

    /** The one for exactly this service, region (or none) and resource. */
    Optional<RegisteredLimit> registered(RealmName realm, String service, Optional<String> region, String resource) {
        return statements.row(
                REGISTERED + "and service_id = ?2 and coalesce(region_id, '') = ?3 and resource_name = ?4",
                row -> registered(realm, row),
                realm.value(),
                service,
                region.orElse(""),
                resource);
    }

    boolean add(RealmName realm, String id, RegisteredLimitDraft draft, String source) {
        return statements.change(
                        "insert into registered_limit (realm, id, service_id, region_id, resource_name, default_limit, "
                                + "description, source) values (?1, ?2, ?3, cast(?4 as text), ?5, ?6, cast(?7 as text), ?8) "
                                + "on conflict do nothing",
                        realm.value(),
                        id,
                        draft.service(),
                        draft.region(),
                        draft.resource(),
                        draft.defaultLimit(),
                        draft.description(),
                        source)
                == 1;
    }

    void write(RealmName realm, String id, RegisteredLimitDraft draft) {
        statements.change(
                "update registered_limit set service_id = ?3, region_id = cast(?4 as text), resource_name = ?5, "
                        + "default_limit = ?6, description = cast(?7 as text) where realm = ?1 and id = ?2",
                realm.value(),
                id,
                draft.service(),
                draft.region(),
                draft.resource(),
                draft.defaultLimit(),
                draft.description());
    }

    void deleteRegistered(RealmName realm, String id) {
        statements.change("delete from registered_limit where realm = ?1 and id = ?2", realm.value(), id);
    }

    boolean isUsed(RealmName realm, String registered) {
        return statements.any(LIMIT + "and l.registered_id = ?2 limit 1", realm.value(), registered);
    }

    List<Limit> limits(RealmName realm, LimitFilter filter) {
        return statements.rows(
                LIMIT + "and (cast(?2 as text) is null or r.service_id = cast(?2 as text)) "
                        + "and (cast(?3 as text) is null or r.region_id = cast(?3 as text)) "
                        + "and (cast(?4 as text) is null or r.resource_name = cast(?4 as text)) "
                        + "and (cast(?5 as text) is null or l.project_id = cast(?5 as text)) "
                        + "and (cast(?6 as text) is null or l.domain_id = cast(?6 as text)) "
                        + "order by r.resource_name, l.id",
                row -> limit(realm, row),
                realm.value(),
                filter.service(),
                filter.region(),
                filter.resource(),
                filter.owner().flatMap(LimitOwner::projectIfOne).map(ProjectId::value),
                filter.owner().flatMap(LimitOwner::domainIfOne).map(DomainId::value));
    }

    Optional<Limit> limit(RealmName realm, String id) {
        return statements.row(LIMIT + "and l.id = ?2", row -> limit(realm, row), realm.value(), id);
    }

    boolean add(RealmName realm, String id, RegisteredLimit registered, LimitDraft draft, String source) {
        return statements.change(
                        "insert into resource_limit (realm, id, registered_id, project_id, domain_id, resource_limit, "
                                + "description, source) values (?1, ?2, ?3, cast(?4 as text), cast(?5 as text), ?6, "
                                + "cast(?7 as text), ?8) on conflict do nothing",
                        realm.value(),
                        id,
                        registered.id(),
                        draft.owner().projectIfOne().map(ProjectId::value),
                        draft.owner().domainIfOne().map(DomainId::value),
                        draft.amount(),
                        draft.description(),
                        source)
                == 1;
    }

    void write(RealmName realm, String id, long amount, Optional<String> description) {
        statements.change(
                "update resource_limit set resource_limit = ?3, description = cast(?4 as text) "
                        + "where realm = ?1 and id = ?2",
                realm.value(),
                id,
                amount,
                description);
    }

    void deleteLimit(RealmName realm, String id) {
        statements.change("delete from resource_limit where realm = ?1 and id = ?2", realm.value(), id);
    }

    List<String> registeredOf(RealmName realm, String source) {
        return ids("registered_limit", realm, source);
    }

    List<String> limitsOf(RealmName realm, String source) {
        return ids("resource_limit", realm, source);
    }

    private List<String> ids(String table, RealmName realm, String source) {
        return statements.rows(
                "select id from " + table + " where realm = ?1 and source = ?2",
                row -> row.text(1),
                realm.value(),
                source);
    }

    private static RegisteredLimit registered(RealmName realm, ResultRow row) {
        return new RegisteredLimit(
                row.text(1), realm, row.text(2), row.textIfAny(3), row.text(4), row.number(5), row.textIfAny(6));
    }

    private static Limit limit(RealmName realm, ResultRow row) {
        LimitOwner owner = row.textIfAny(2)
                .<LimitOwner>map(id -> new LimitOwner.OfProject(new ProjectId(id)))
                .orElseGet(() -> new LimitOwner.OfDomain(new DomainId(row.text(3))));
        return new Limit(
                row.text(1),
                realm,
                owner,
                row.text(4),
                row.text(5),
                row.textIfAny(6),
                row.text(7),
                row.number(8),
                row.textIfAny(9));
    }
}
