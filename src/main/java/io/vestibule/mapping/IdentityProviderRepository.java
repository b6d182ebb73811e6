package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements on identity providers and their protocols. */
@Singleton
class IdentityProviderRepository extends StatementRepository {
    private static final String PROVIDER = "select id, domain_id, enabled, description, authorization_ttl, connector, "
            + "owner_domain_id, grants_kept_for from identity_provider where realm = ?1 ";

    IdentityProviderRepository(EntityManager entityManager) {
        super(entityManager);
    }

    List<IdentityProvider> providers(RealmName realm) {
        return rows(PROVIDER + "order by id", realm.value()).stream()
                .map(row -> provider(realm, row))
                .toList();
    }

    Optional<IdentityProvider> provider(RealmName realm, String id) {
        return rows(PROVIDER + "and id = ?2", realm.value(), id).stream()
                .findFirst()
                .map(row -> provider(realm, row));
    }

    /** As it is once nobody else is changing it. */
    Optional<IdentityProvider> lockedProvider(RealmName realm, String id) {
        rows("select id, 1 from identity_provider where realm = ?1 and id = ?2 for update", realm.value(), id);
        return provider(realm, id);
    }

    /** Whether it is there, and stays until the transaction ends. */
    boolean holdProvider(RealmName realm, String id) {
        return !rows(
                        "select id, 1 from identity_provider where realm = ?1 and id = ?2 for key share",
                        realm.value(),
                        id)
                .isEmpty();
    }

    /** Those that a domain looks after or that bring its users, once nobody else is changing them. */
    List<IdentityProvider> lockedProvidersOf(RealmName realm, DomainId domain) {
        return rows(
                        "select id, 1 from identity_provider where realm = ?1 and (domain_id = ?2 or owner_domain_id = ?2) "
                                + "order by id for update",
                        realm.value(),
                        domain.value())
                .stream()
                .map(row -> provider(realm, row.text(0)).orElseThrow())
                .toList();
    }

    private IdentityProvider provider(RealmName realm, Row row) {
        String id = row.text(0);
        List<String> remoteIds = rows(
                        "select remote_id, 1 from identity_provider_remote_id where realm = ?1 and idp_id = ?2",
                        realm.value(),
                        id)
                .stream()
                .map(remote -> remote.text(0))
                .toList();
        return new IdentityProvider(
                realm,
                id,
                new DomainId(row.text(1)),
                row.flag(2),
                row.optional(3),
                remoteIds,
                row.number(4),
                row.optional(5).map(ConnectorId::new),
                row.optional(6).map(DomainId::new),
                row.number(7));
    }

    /** False when its id is taken. */
    boolean add(IdentityProvider idp, String source, Instant now) {
        return change(
                        "insert into identity_provider (realm, id, domain_id, enabled, description, authorization_ttl, "
                                + "connector, owner_domain_id, source, created_at, grants_kept_for) values (?1, ?2, ?3, "
                                + "?4, cast(?5 as text), cast(?6 as bigint), cast(?7 as text), cast(?8 as text), ?9, "
                                + "?10, cast(?11 as bigint)) "
                                + "on conflict do nothing",
                        idp.realm().value(),
                        idp.id(),
                        idp.domain().value(),
                        idp.enabled(),
                        idp.description(),
                        idp.authorizationTtl(),
                        idp.connector().map(ConnectorId::value),
                        idp.owner().map(DomainId::value),
                        source,
                        now,
                        idp.grantsKeptFor())
                == 1;
    }

    /** False when there is none. */
    boolean write(IdentityProvider idp) {
        return change(
                        "update identity_provider set enabled = ?3, description = cast(?4 as text), "
                                + "authorization_ttl = cast(?5 as bigint), connector = cast(?6 as text), domain_id = ?7, "
                                + "grants_kept_for = cast(?8 as bigint) "
                                + "where realm = ?1 and id = ?2",
                        idp.realm().value(),
                        idp.id(),
                        idp.enabled(),
                        idp.description(),
                        idp.authorizationTtl(),
                        idp.connector().map(ConnectorId::value),
                        idp.domain().value(),
                        idp.grantsKeptFor())
                == 1;
    }

    /** As {@link #write}, for the file of the realm: whoever's it was, it is the file's now, and nobody else's protocols are left. */
    void declare(IdentityProvider idp) {
        change(
                "delete from federation_protocol where realm = ?1 and idp_id = ?2 and source <> '@file'",
                idp.realm().value(),
                idp.id());
        change(
                "update identity_provider set owner_domain_id = null, source = '@file' where realm = ?1 and id = ?2",
                idp.realm().value(),
                idp.id());
        write(idp);
    }

    /** Takes remote ids from those that domains look after; who is left with none is switched off, for none means any. */
    Set<String> takeFromDomains(IdentityProvider idp) {
        Set<String> robbed = new LinkedHashSet<>();
        for (String remoteId : idp.remoteIds()) {
            rows(
                            "delete from identity_provider_remote_id r using identity_provider p where r.realm = ?1 "
                                    + "and r.remote_id = ?2 and p.realm = r.realm and p.id = r.idp_id and p.id <> ?3 "
                                    + "and p.owner_domain_id is not null returning r.idp_id, 1",
                            idp.realm().value(),
                            remoteId,
                            idp.id())
                    .forEach(row -> robbed.add(row.text(0)));
        }
        robbed.forEach(id -> change(
                "update identity_provider set enabled = false where realm = ?1 and id = ?2 and not exists "
                        + "(select 1 from identity_provider_remote_id where realm = ?1 and idp_id = ?2)",
                idp.realm().value(),
                id));
        return robbed;
    }

    /** Whether a protocol of a provider that is not this domain's names the mapping, be it there or not. */
    boolean isNamedOutside(RealmName realm, String mapping, DomainId domain) {
        return !rows(
                        "select f.idp_id, 1 from federation_protocol f join identity_provider p "
                                + "on p.realm = f.realm and p.id = f.idp_id where f.realm = ?1 and f.mapping_id = ?2 "
                                + "and p.owner_domain_id is distinct from ?3",
                        realm.value(),
                        mapping,
                        domain.value())
                .isEmpty();
    }

    /** The first that another identity provider has; none when all are its own now. */
    Optional<String> becomeRemoteIds(IdentityProvider idp) {
        change(
                "delete from identity_provider_remote_id where realm = ?1 and idp_id = ?2",
                idp.realm().value(),
                idp.id());
        return idp.remoteIds().stream()
                .filter(remoteId -> change(
                                "insert into identity_provider_remote_id (realm, remote_id, idp_id) "
                                        + "values (?1, ?2, ?3) on conflict do nothing",
                                idp.realm().value(),
                                remoteId,
                                idp.id())
                        == 0)
                .findFirst();
    }

    boolean deleteProvider(RealmName realm, String id) {
        return change("delete from identity_provider where realm = ?1 and id = ?2", realm.value(), id) == 1;
    }

    List<FederationProtocol> protocols(RealmName realm, String idp) {
        return rows(
                        "select idp_id, id, mapping_id, remote_id_attribute from federation_protocol "
                                + "where realm = ?1 and idp_id = ?2 order by id",
                        realm.value(),
                        idp)
                .stream()
                .map(row -> new FederationProtocol(row.text(0), row.text(1), row.text(2), row.optional(3)))
                .toList();
    }

    boolean add(RealmName realm, FederationProtocol protocol, String source) {
        return change(
                        "insert into federation_protocol (realm, idp_id, id, mapping_id, remote_id_attribute, source) "
                                + "values (?1, ?2, ?3, ?4, cast(?5 as text), ?6) on conflict do nothing",
                        realm.value(),
                        protocol.identityProvider(),
                        protocol.id(),
                        protocol.mapping(),
                        protocol.remoteIdAttribute(),
                        source)
                == 1;
    }

    boolean write(RealmName realm, FederationProtocol protocol) {
        return change(
                        "update federation_protocol set mapping_id = ?4, remote_id_attribute = cast(?5 as text) "
                                + "where realm = ?1 and idp_id = ?2 and id = ?3",
                        realm.value(),
                        protocol.identityProvider(),
                        protocol.id(),
                        protocol.mapping(),
                        protocol.remoteIdAttribute())
                == 1;
    }

    boolean deleteProtocol(RealmName realm, String idp, String id) {
        return change(
                        "delete from federation_protocol where realm = ?1 and idp_id = ?2 and id = ?3",
                        realm.value(),
                        idp,
                        id)
                == 1;
    }

    /** Those that a realm's file declared. */
    List<String> declared(RealmName realm) {
        return rows("select id, 1 from identity_provider where realm = ?1 and source = '@file'", realm.value()).stream()
                .map(row -> row.text(0))
                .toList();
    }
}
