package io.vestibule.boot;

import io.vestibule.realm.reading.YamlTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * To which other Keystones people go with assertions that do not say for whom they are: such a one could be shown to another
 * partner, which has nothing but the address to tell by (security case 52).
 */
record PartnersCheck(Settings settings, StoreCheck store) {
    Finding audiences() {
        List<String> without = new ArrayList<>();
        try {
            for (YamlTree tree : RealmTrees.read(settings)) {
                entry(tree, "keystone")
                        .flatMap(keystone -> entry(keystone, "serviceProviders"))
                        .filter(YamlTree.Sequence.class::isInstance)
                        .map(YamlTree.Sequence.class::cast)
                        .ifPresent(list -> list.items().forEach(item -> look(item, without)));
            }
        } catch (IOException unreadable) {
            return RealmTrees.unreadable(settings, unreadable);
        }
        without.addAll(store.partnersWithoutAudience());
        return without.isEmpty()
                ? Finding.ok("assertions for them name them")
                : Finding.warning(
                        "no audience in assertions for " + String.join(", ", without),
                        "Say what the SAML front there calls itself: entityId, or entity_id by the API.");
    }

    private static void look(YamlTree partner, List<String> without) {
        if (entry(partner, "entityId").isEmpty()) {
            String id = entry(partner, "id")
                    .filter(YamlTree.Scalar.class::isInstance)
                    .map(name -> ((YamlTree.Scalar) name).text())
                    .orElse("one without an id");
            without.add(id + " at " + partner.at());
        }
    }

    private static Optional<YamlTree> entry(YamlTree tree, String key) {
        return tree instanceof YamlTree.Mapping mapping
                ? mapping.find(key).map(YamlTree.Entry::value)
                : Optional.empty();
    }
}
