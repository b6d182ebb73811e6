package io.vestibule.protocol.keystone.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of the catalogue. */
@ApplicationScoped
class CatalogRepository {
    private static final String ENDPOINTS = "endpoint";
    private static final String GROUPS = "endpoint_group";

    private final EntityManager rows;

    CatalogRepository(EntityManager rows) {
        this.rows = rows;
    }

    <E extends ShelvedEntity> Optional<E> find(Class<E> type, String realm, String id) {
        return Optional.ofNullable(rows.find(type, new RealmKey(realm, id)));
    }

    /** In the order of their making where the table knows it, else of their ids. */
    <E extends ShelvedEntity> List<E> all(Class<E> type, String realm) {
        String order = type.equals(EndpointEntity.class) ? "position" : "id";
        return rows.createQuery("from " + type.getSimpleName() + " where realm = :realm order by " + order, type)
                .setParameter("realm", realm)
                .getResultList();
    }

    void add(Object row) {
        rows.persist(row);
    }

    void remove(Object row) {
        rows.remove(row);
    }

    void settle() {
        rows.flush();
    }

    /** Whether it was not there before. */
    boolean addEndpointToProject(String realm, String project, String endpoint) {
        return associate(ENDPOINTS, realm, project, endpoint);
    }

    /** Whether it was there. */
    boolean removeEndpointFromProject(String realm, String project, String endpoint) {
        return dissociate(ENDPOINTS, realm, project, endpoint);
    }

    boolean addGroupToProject(String realm, String project, String group) {
        return associate(GROUPS, realm, project, group);
    }

    boolean removeGroupFromProject(String realm, String project, String group) {
        return dissociate(GROUPS, realm, project, group);
    }

    /** Project to the endpoints it was given. */
    Map<String, Set<String>> endpointsOfProjects(String realm) {
        return associations(ENDPOINTS, realm);
    }

    /** Project to the groups of endpoints it was given. */
    Map<String, Set<String>> groupsOfProjects(String realm) {
        return associations(GROUPS, realm);
    }

    Optional<PolicyAssociationEntity> association(String realm, String target) {
        return Optional.ofNullable(
                rows.find(PolicyAssociationEntity.class, new PolicyAssociationEntity.Key(realm, target)));
    }

    List<PolicyAssociationEntity> associations(String realm, String policy, int most) {
        return rows.createQuery(
                        "from PolicyAssociationEntity where realm = :realm and policyId = :policy",
                        PolicyAssociationEntity.class)
                .setParameter("realm", realm)
                .setParameter("policy", policy)
                .setMaxResults(most)
                .getResultList();
    }

    private boolean associate(String kind, String realm, String project, String thing) {
        return three(
                        "insert into catalog_project_" + kind + " (realm, project_id, " + kind + "_id) "
                                + "values (?1, ?2, ?3) on conflict do nothing",
                        realm,
                        project,
                        thing)
                == 1;
    }

    private boolean dissociate(String kind, String realm, String project, String thing) {
        return three(
                        "delete from catalog_project_" + kind + " where realm = ?1 and project_id = ?2 and " + kind
                                + "_id = ?3",
                        realm,
                        project,
                        thing)
                == 1;
    }

    private int three(String sql, String realm, String project, String thing) {
        Query statement = rows.createNativeQuery(sql)
                .setParameter(1, realm)
                .setParameter(2, project)
                .setParameter(3, thing);
        return statement.executeUpdate();
    }

    private Map<String, Set<String>> associations(String kind, String realm) {
        List<?> pairs = rows.createNativeQuery(
                        "select project_id, " + kind + "_id from catalog_project_" + kind + " where realm = ?1",
                        Object[].class)
                .setParameter(1, realm)
                .getResultList();
        Map<String, Set<String>> found = new HashMap<>();
        for (Object pair : pairs) {
            Object[] columns = (Object[]) pair;
            found.computeIfAbsent((String) columns[0], project -> new HashSet<>())
                    .add((String) columns[1]);
        }
        return found;
    }
}
