package io.vestibule.realm;

import io.vestibule.realm.ConfigBlock.Place;
import io.vestibule.realm.reading.ExtraRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every block another room has claimed, by place and key. */
final class ConfigBlocks {
    private final Map<Place, Map<String, Class<? extends Record>>> blocks = new LinkedHashMap<>();
    private final List<ConfigBlock<?>> beside = new ArrayList<>();

    ConfigBlocks(Iterable<? extends ConfigBlock<?>> all) {
        for (Place place : Place.values()) {
            blocks.put(place, new LinkedHashMap<>());
        }
        for (ConfigBlock<?> block : all) {
            if (block.place() != Place.CONNECTOR) {
                beside.add(block);
            }
            Class<?> other = of(block.place()).putIfAbsent(block.key(), block.type());
            if (other != null) {
                throw new IllegalStateException("two blocks claim " + block.place() + " " + block.key() + ": " + other
                        + " and " + block.type());
            }
        }
    }

    private Map<String, Class<? extends Record>> of(Place place) {
        return blocks.getOrDefault(place, Map.of());
    }

    /** Where something is wrong with parts that are right by themselves, and what. */
    Map<String, String> objections(Realm realm) {
        Map<String, String> objections = new LinkedHashMap<>();
        beside.forEach(block -> objections.putAll(block.objections(realm)));
        return objections;
    }

    /** The config record of a kind of connector. */
    Optional<Class<? extends Record>> connector(String kind) {
        return Optional.ofNullable(of(Place.CONNECTOR).get(kind));
    }

    Set<String> connectorKinds() {
        return of(Place.CONNECTOR).keySet();
    }

    ExtraRecords.Claimed claimed() {
        return new ExtraRecords.Claimed(
                Map.of(RealmFile.class, of(Place.REALM), RealmFile.RelyingPartyEntry.class, of(Place.RELYING_PARTY)));
    }
}
