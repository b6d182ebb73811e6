package io.vestibule.directory;

import io.vestibule.realm.AssuranceWords;
import io.vestibule.realm.ConfigBlock;
import io.vestibule.realm.Realm;
import io.vestibule.realm.reading.Nearest;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

    /** A word that nobody asks for is a slip of the pen: what the upstream says would count for nothing. */
    @Override
    public Map<String, String> objections(Realm realm) {
        Set<String> known = new TreeSet<>(FactorPolicy.words(realm));
        known.addAll(FactorPolicy.of(realm).phishingResistantAcr());
        Map<String, String> objections = new LinkedHashMap<>();
        realm.connectors().forEach((id, connector) -> {
            if (connector.config() instanceof AssuranceWords config) {
                config.translatedTo().stream()
                        .filter(word -> !known.contains(word))
                        .forEach(word -> objections.put(
                                "connectors." + id + ".config",
                                "\"" + word + "\" is no word of this realm for how strongly somebody signed in"
                                        + Nearest.hint(word, known) + " (factors.otherAcr adds words)"));
            }
        });
        return objections;
    }
}
