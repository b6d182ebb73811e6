package io.vestibule.protocol.keystone.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import org.jspecify.annotations.Nullable;

/** Rows as a realm's file declares them: one statement each, so that nodes starting at once do not collide. */
@ApplicationScoped
class DeclaredCatalogRepository {
    private final EntityManager rows;

    DeclaredCatalogRepository(EntityManager rows) {
        this.rows = rows;
    }

    /** Whether it was otherwise before. */
    boolean region(String realm, String id, String description, @Nullable String parent) {
        return changed(
                "insert into catalog_region (realm, id, description, parent_id, declared, extra) "
                        + "values (?1, ?2, ?3, ?4, true, '{}') on conflict (realm, id) do update "
                        + "set description = excluded.description, parent_id = excluded.parent_id, declared = true "
                        + "where (catalog_region.description, catalog_region.parent_id, catalog_region.declared) "
                        + "is distinct from (excluded.description, excluded.parent_id, true)",
                realm,
                id,
                description,
                parent);
    }

    /** The region with nothing said about it, when it is not there. */
    boolean namedRegion(String realm, String id) {
        return changed(
                "insert into catalog_region (realm, id, description, parent_id, declared, extra) "
                        + "values (?1, ?2, '', null, true, '{}') on conflict do nothing",
                realm,
                id);
    }

    boolean service(String realm, String id, String type, String name, boolean enabled, String extra) {
        return changed(
                "insert into catalog_service (realm, id, type, name, enabled, declared, extra) "
                        + "values (?1, ?2, ?3, ?4, ?5, true, ?6) on conflict (realm, id) do update "
                        + "set enabled = excluded.enabled, extra = excluded.extra, name = excluded.name, "
                        + "type = excluded.type, declared = true where (catalog_service.enabled, catalog_service.extra, "
                        + "catalog_service.name, catalog_service.type, catalog_service.declared) "
                        + "is distinct from (excluded.enabled, excluded.extra, excluded.name, excluded.type, true)",
                realm,
                id,
                type,
                name,
                enabled,
                extra);
    }

    boolean endpoint(String realm, String id, String service, @Nullable String region, String face, String url) {
        return changed(
                "insert into catalog_endpoint (realm, id, service_id, region_id, interface, url, enabled, declared, extra) "
                        + "values (?1, ?2, ?3, ?4, ?5, ?6, true, true, '{}') on conflict (realm, id) do update "
                        + "set service_id = excluded.service_id, region_id = excluded.region_id, "
                        + "interface = excluded.interface, url = excluded.url, enabled = true, declared = true "
                        + "where (catalog_endpoint.service_id, catalog_endpoint.region_id, catalog_endpoint.interface, "
                        + "catalog_endpoint.url, catalog_endpoint.enabled, catalog_endpoint.declared) is distinct from "
                        + "(excluded.service_id, excluded.region_id, excluded.interface, excluded.url, true, true)",
                realm,
                id,
                service,
                region,
                face,
                url);
    }

    /** The declared region, unless something stands in it. */
    boolean forgetRegion(String realm, String id) {
        return changed(
                "delete from catalog_region where realm = ?1 and id = ?2 and declared and not exists "
                        + "(select 1 from catalog_endpoint e where e.realm = ?1 and e.region_id = ?2) and not exists "
                        + "(select 1 from catalog_region child where child.realm = ?1 and child.parent_id = ?2)",
                realm,
                id);
    }

    private boolean changed(String sql, @Nullable Object... values) {
        Query statement = rows.createNativeQuery(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setParameter(i + 1, values[i]);
        }
        return statement.executeUpdate() > 0;
    }
}
