package io.vestibule.realm.reading;

import java.util.List;
import java.util.Map;

/**
 * A component of this type takes the keys that its record has no component for, when another room has claimed them.
 *
 * @param values one record for each claimed key that is there
 */
public record ExtraRecords(List<Record> values) {
    public ExtraRecords {
        values = List.copyOf(values);
    }

    /** Who claimed which keys: the record with the ExtraRecords component, then key to the record it binds to. */
    public record Claimed(Map<Class<? extends Record>, Map<String, Class<? extends Record>>> keys) {
        public Claimed {
            keys = Map.copyOf(keys);
        }

        public static Claimed none() {
            return new Claimed(Map.of());
        }

        Map<String, Class<? extends Record>> of(Class<?> record) {
            return keys.getOrDefault(record, Map.of());
        }
    }
}
