package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statements on mappings. */
@Singleton
class RuleSetRepository {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Statements statements;

    RuleSetRepository(Statements statements) {
        this.statements = statements;
    }

    List<RuleSet> all(RealmName realm) {
        return statements.rows(
                "select id, schema_version, rules, owner_domain_id from federation_mapping "
                        + "where realm = ?1 order by id",
                row -> mapping(realm, row),
                realm.value());
    }

    Optional<RuleSet> find(RealmName realm, String id) {
        return statements.row(
                "select id, schema_version, rules, owner_domain_id from federation_mapping "
                        + "where realm = ?1 and id = ?2",
                row -> mapping(realm, row),
                realm.value(),
                id);
    }

    private static RuleSet mapping(RealmName realm, ResultRow row) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        row.textIfAny(2).ifPresent(version -> said.put("schema_version", version));
        try {
            said.set("rules", JSON.readTree(row.text(3)));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("rules in the database are not ours", broken);
        }
        if (RuleReader.read(said) instanceof RuleReader.Outcome.Read read) {
            return new RuleSet(
                    realm,
                    row.text(1),
                    read.rules(),
                    row.textIfAny(2).isPresent(),
                    row.textIfAny(4).map(DomainId::new));
        }
        throw new IllegalStateException("rules in the database are not ours: " + row.text(1));
    }

    boolean add(RuleSet mapping, String source, Instant now) {
        return statements.change(
                        "insert into federation_mapping (realm, id, schema_version, rules, owner_domain_id, source, "
                                + "created_at) values (?1, ?2, cast(?3 as text), ?4, cast(?5 as text), ?6, ?7) "
                                + "on conflict do nothing",
                        mapping.realm().value(),
                        mapping.id(),
                        version(mapping),
                        mapping.rules().json(),
                        mapping.owner().map(DomainId::value),
                        source,
                        now)
                == 1;
    }

    boolean write(RuleSet mapping) {
        return statements.change(
                        "update federation_mapping set schema_version = cast(?3 as text), rules = ?4 "
                                + "where realm = ?1 and id = ?2",
                        mapping.realm().value(),
                        mapping.id(),
                        version(mapping),
                        mapping.rules().json())
                == 1;
    }

    /** As {@link #write}, for the file of the realm: whoever's they were, they are the file's now. */
    void declare(RuleSet mapping) {
        statements.change(
                "update federation_mapping set owner_domain_id = null, source = '@file' where realm = ?1 and id = ?2",
                mapping.realm().value(),
                mapping.id());
        write(mapping);
    }

    private static Optional<String> version(RuleSet mapping) {
        return mapping.saysVersion() ? Optional.of(mapping.rules().version().text()) : Optional.empty();
    }

    boolean delete(RealmName realm, String id) {
        return statements.change("delete from federation_mapping where realm = ?1 and id = ?2", realm.value(), id) == 1;
    }

    /** Those that a realm's file declared. */
    List<String> declared(RealmName realm) {
        return statements.rows(
                "select id from federation_mapping where realm = ?1 and source = '@file'",
                row -> row.text(1),
                realm.value());
    }
}
