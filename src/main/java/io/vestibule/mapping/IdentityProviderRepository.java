package io.vestibule.mapping;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements on identity providers and their protocols. */
@Singleton
class IdentityProviderRepository {
    private static final String PROVIDER = "select id, domain_id, enabled, description, "
            + "array(select remote_id from identity_provider_remote_id r where r.realm = p.realm and r.idp_id = p.id), "
            + "authorization_ttl, connector, owner_domain_id, grants_kept_for from identity_provider p where realm = ?1 ";

    private final Statements statements;

    IdentityProviderRepository(Statements statements) {
        this.statements = statements;
    }

    List<IdentityProvider> providers(RealmName realm) {
        return statements.rows(PROVIDER + "order by id", row -> provider(realm, row), realm.value());
    }

    Optional<IdentityProvider> provider(RealmName realm, String id) {
        return statements.row(PROVIDER + "and id = ?2", row -> provider(realm, row), realm.value(), id);
    }

    /** As it is once nobody else is changing it. */
    Optional<IdentityProvider> lockedProvider(RealmName realm, String id) {
        statements.any("select id from identity_provider where realm = ?1 and id = ?2 for update", realm.value(), id);
        return provider(realm, id);
    }

    /** Whether it is there, and stays until the transaction ends. */
    boolean holdProvider(RealmName realm, String id) {
        return statements.any(
                "select id from identity_provider where realm = ?1 and id = ?2 for key share", realm.value(), id);
    }

    /** Those that a domain looks after or that bring its users, once nobody else is changing them. */
    List<IdentityProvider> lockedProvidersOf(RealmName realm, DomainId domain) {
        return statements
                .rows(
                        "select id from identity_provider where realm = ?1 and (domain_id = ?2 or owner_domain_id = ?2) "
                                + "order by id for update",
                        row -> row.text(1),
                        realm.value(),
                        domain.value())
                .stream()
                .map(id -> provider(realm, id).orElseThrow())
                .toList();
    }

    private static IdentityProvider provider(RealmName realm, ResultRow row) {
        return new IdentityProvider(
                realm,
                row.text(1),
                new DomainId(row.text(2)),
                row.flag(3),
                row.textIfAny(4),
                row.texts(5),
                row.numberIfAny(6),
                row.textIfAny(7).map(ConnectorId::new),
                row.textIfAny(8).map(DomainId::new),
                row.numberIfAny(9));
    }

    /** False when its id is taken. */
    boolean add(IdentityProvider idp, String source, Instant now) {
        return statements.change(
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
        return statements.change(
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
        statements.change(
                "delete from federation_protocol where realm = ?1 and idp_id = ?2 and source <> '@file'",
                idp.realm().value(),
                idp.id());
        statements.change(
                "update identity_provider set owner_domain_id = null, source = '@file' where realm = ?1 and id = ?2",
                idp.realm().value(),
                idp.id());
        write(idp);
    }

    /** Takes remote ids from those that domains look after; who is left with none is switched off, for none means any. */
    Set<String> takeFromDomains(IdentityProvider idp) {
        Set<String> robbed = new LinkedHashSet<>();
        for (String remoteId : idp.remoteIds()) {
            robbed.addAll(statements.rows(
                    "delete from identity_provider_remote_id r using identity_provider p where r.realm = ?1 "
                            + "and r.remote_id = ?2 and p.realm = r.realm and p.id = r.idp_id and p.id <> ?3 "
                            + "and p.owner_domain_id is not null returning r.idp_id",
                    row -> row.text(1),
                    idp.realm().value(),
                    remoteId,
                    idp.id()));
        }
        robbed.forEach(id -> statements.change(
                "update identity_provider set enabled = false where realm = ?1 and id = ?2 and not exists "
                        + "(select 1 from identity_provider_remote_id where realm = ?1 and idp_id = ?2)",
                idp.realm().value(),
                id));
        return robbed;
    }

    /** Whether a protocol of a provider that is not this domain's names the mapping, be it there or not. */
    boolean isNamedOutside(RealmName realm, String mapping, DomainId domain) {
        return statements.any(
                "select f.idp_id from federation_protocol f join identity_provider p "
                        + "on p.realm = f.realm and p.id = f.idp_id where f.realm = ?1 and f.mapping_id = ?2 "
                        + "and p.owner_domain_id is distinct from ?3",
                realm.value(),
                mapping,
                domain.value());
    }

    /** The first that another identity provider has; none when all are its own now. */
    Optional<String> becomeRemoteIds(IdentityProvider idp) {
        statements.change(
                "delete from identity_provider_remote_id where realm = ?1 and idp_id = ?2",
                idp.realm().value(),
                idp.id());
        return idp.remoteIds().stream()
                .filter(remoteId -> statements.change(
                                "insert into identity_provider_remote_id (realm, remote_id, idp_id) "
                                        + "values (?1, ?2, ?3) on conflict do nothing",
                                idp.realm().value(),
                                remoteId,
                                idp.id())
                        == 0)
                .findFirst();
    }

    boolean deleteProvider(RealmName realm, String id) {
        return statements.change("delete from identity_provider where realm = ?1 and id = ?2", realm.value(), id) == 1;
    }

    List<FederationProtocol> protocols(RealmName realm, String idp) {
        return statements.rows(
                "select idp_id, id, mapping_id, remote_id_attribute from federation_protocol "
                        + "where realm = ?1 and idp_id = ?2 order by id",
                row -> new FederationProtocol(row.text(1), row.text(2), row.text(3), row.textIfAny(4)),
                realm.value(),
                idp);
    }

    boolean add(RealmName realm, FederationProtocol protocol, String source) {
        return statements.change(
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
        return statements.change(
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
        return statements.change(
                        "delete from federation_protocol where realm = ?1 and idp_id = ?2 and id = ?3",
                        realm.value(),
                        idp,
                        id)
                == 1;
    }

    /** Those that a realm's file declared. */
    List<String> declared(RealmName realm) {
        return statements.rows(
                "select id from identity_provider where realm = ?1 and source = '@file'",
                row -> row.text(1),
                realm.value());
    }
}
