package io.vestibule.realm;

/** A block that is its place, its key and its record, and nothing else. */
public abstract class NamedBlock<C extends Record> implements ConfigBlock<C> {
    private final Place place;
    private final String key;
    private final Class<C> type;

    protected NamedBlock(Place place, String key, Class<C> type) {
        this.place = place;
        this.key = key;
        this.type = type;
    }

    @Override
    public final Place place() {
        return place;
    }

    @Override
    public final String key() {
        return key;
    }

    @Override
    public final Class<C> type() {
        return type;
    }
}
