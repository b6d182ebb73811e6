package io.vestibule.directory;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The realm's block {@code merging}. */
@Singleton
class MergeBlock implements ConfigBlock<MergePolicy> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "merging";
    }

    @Override
    public Class<MergePolicy> type() {
        return MergePolicy.class;
    }
}
