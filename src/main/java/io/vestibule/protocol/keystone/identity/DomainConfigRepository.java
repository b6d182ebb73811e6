package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Statements on keystone_domain_config. */
@Singleton
class DomainConfigRepository {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntityManager entityManager;

    DomainConfigRepository(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Options by group. */
    @Transactional
    public ObjectNode read(RealmName realm, DomainId domain) {
        List<?> rows = entityManager
                .createNativeQuery(
                        "select group_name, option_name, value from keystone_domain_config"
                                + " where realm = ?1 and domain_id = ?2 order by group_name, option_name",
                        Object[].class)
                .setParameter(1, realm.value())
                .setParameter(2, domain.value())
                .getResultList();
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            config.withObjectProperty((String) columns[0]).set((String) columns[1], value((String) columns[2]));
        }
        return config;
    }

    private static JsonNode value(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an option in the database is not ours", broken);
        }
    }

    /** In the place of everything there was. */
    @Transactional
    public void replace(RealmName realm, DomainId domain, ObjectNode config) {
        delete(realm, domain, Optional.empty(), Optional.empty());
        write(realm, domain, config);
    }

    @Transactional
    public void write(RealmName realm, DomainId domain, ObjectNode config) {
        config.properties()
                .forEach(group -> group.getValue()
                        .properties()
                        .forEach(option -> entityManager
                                .createNativeQuery(
                                        "insert into keystone_domain_config"
                                                + " (realm, domain_id, group_name, option_name, value)"
                                                + " values (?1, ?2, ?3, ?4, ?5) on conflict"
                                                + " (realm, domain_id, group_name, option_name) do update set value = excluded.value")
                                .setParameter(1, realm.value())
                                .setParameter(2, domain.value())
                                .setParameter(3, group.getKey())
                                .setParameter(4, option.getKey())
                                .setParameter(5, option.getValue().toString())
                                .executeUpdate()));
    }

    @Transactional
    public void delete(RealmName realm, DomainId domain, Optional<String> group, Optional<String> option) {
        entityManager
                .createNativeQuery("delete from keystone_domain_config where realm = ?1 and domain_id = ?2"
                        + " and (?3 = '' or group_name = ?3) and (?4 = '' or option_name = ?4)")
                .setParameter(1, realm.value())
                .setParameter(2, domain.value())
                .setParameter(3, group.orElse(""))
                .setParameter(4, option.orElse(""))
                .executeUpdate();
    }
}
