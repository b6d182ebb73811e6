package io.vestibule.realm;

import java.util.List;
import java.util.Optional;

/** The blocks other rooms own, as their own records. */
public record Blocks(List<Record> values) {
    public Blocks {
        values = List.copyOf(values);
    }

    public static Blocks none() {
        return new Blocks(List.of());
    }

    public <C extends Record> Optional<C> find(Class<C> type) {
        return values.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
