package io.vestibule.directory;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The realm's block {@code factors}. */
@Singleton
class FactorBlock implements ConfigBlock<FactorPolicy> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "factors";
    }

    @Override
    public Class<FactorPolicy> type() {
        return FactorPolicy.class;
    }
}
