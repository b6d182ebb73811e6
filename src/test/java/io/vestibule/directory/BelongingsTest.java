package io.vestibule.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import io.vestibule.database.Statements;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of every column that names a user when two of them become one is decided, and done as decided. */
@QuarkusTest
@Tag("keystone") // some of the tables are its own
class BelongingsTest {
    private static final Path DECISION = Path.of("docs/decisions/0013-merging.md");
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| `([a-z0-9_]+\\.[a-z_]+)` \\| (goes along|stays|ends) \\|");
    private static final String NAMING_A_USER = "select t.relname || '.' || a.attname from pg_attribute a "
            + "join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace "
            + "where n.nspname = current_schema() and t.relkind = 'r' and a.attnum > 0 and not a.attisdropped "
            + "and (a.attname like '%user_id' or exists (select 1 from pg_constraint c where c.conrelid = t.oid "
            + "and c.contype = 'f' and c.confrelid = 'app_user'::regclass and a.attnum = any (c.conkey)))";

    @Inject
    Statements statements;

    @Inject
    @Any
    Instance<Belongings> rooms;

    @Test
    void everyColumnThatNamesAUserIsDecided() throws IOException {
        Set<String> there = new TreeSet<>(statements.rows(NAMING_A_USER, row -> row.text(1)));
        assertThat(there).contains("upstream_identity.user_id", "trust.trustee_user_id");
        assertThat(decided().keySet()).as("docs/decisions/0013-merging.md").containsExactlyElementsOf(there);
    }

    @Test
    void whatGoesAlongIsWhatTheDecisionSays() throws IOException {
        Set<String> goes = decided().entrySet().stream()
                .filter(one -> one.getValue().equals("goes along"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Belonging> said =
                rooms.stream().flatMap(room -> room.kinds().stream()).toList();
        assertThat(said).extracting(one -> one.table() + "." + one.owner()).containsExactlyInAnyOrderElementsOf(goes);
        assertThat(said).extracting(Belonging::kind).as("names the journal").doesNotHaveDuplicates();
    }

    private static Map<String, String> decided() throws IOException {
        return LINE.matcher(Files.readString(DECISION))
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, b) -> b, TreeMap::new));
    }
}
