package io.vestibule.boot;

import io.vestibule.realm.reading.YamlTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which partners may still use algorithms that are no longer safe, or say less than they should, because the operator named them
 * in a realm file.
 */
record AlgorithmsCheck(Settings settings) {
    private static final Set<String> KEYS = Set.of("outdatedAlgorithms", "accept");
    private static final String KEYSTONE = "keystone";
    private static final Set<String> OUTDATED = Set.of("sha1", "rsa15", "cbc");

    Finding named() {
        List<String> named = new ArrayList<>();
        try {
            RealmTrees.read(settings).forEach(tree -> {
                outdated(tree, named);
                entries(tree)
                        .filter(entry -> entry.key().equals("connectors"))
                        .forEach(entry -> nameless(entry.value(), named));
            });
        } catch (IOException unreadable) {
            return RealmTrees.unreadable(settings, unreadable);
        }
        return named.isEmpty()
                ? Finding.ok("none in use")
                : Finding.warning(
                        String.join(", ", named),
                        "Ask these partners for SHA-256, RSA-OAEP and AES-GCM, and for assertions that name us; then delete it.");
    }

    private static void outdated(YamlTree tree, List<String> named) {
        entries(tree)
                .filter(entry -> KEYS.contains(entry.key()))
                .forEach(entry -> texts(entry.value())
                        .filter(OUTDATED::contains)
                        .forEach(algorithm -> named.add(algorithm + " at " + entry.at())));
        children(tree).forEach(child -> outdated(child, named));
    }

    /** Of connectors alone: what we say ourselves to a relying party that is a Keystone names it. */
    private static void nameless(YamlTree tree, List<String> named) {
        entries(tree)
                .filter(AlgorithmsCheck::isKeystone)
                .forEach(entry -> named.add("assertions without an audience at " + entry.at()));
        children(tree).forEach(child -> nameless(child, named));
    }

    private static Stream<YamlTree.Entry> entries(YamlTree tree) {
        return tree instanceof YamlTree.Mapping mapping ? mapping.entries().stream() : Stream.empty();
    }

    private static Stream<YamlTree> children(YamlTree tree) {
        return tree instanceof YamlTree.Sequence sequence
                ? sequence.items().stream()
                : entries(tree).map(YamlTree.Entry::value);
    }

    /** A connector to a Keystone. */
    private static boolean isKeystone(YamlTree.Entry entry) {
        return entry.value() instanceof YamlTree.Scalar scalar
                && (entry.key().equals(KEYSTONE) && scalar.text().equals("true")
                        || entry.key().equals("preset") && scalar.text().equals("keystone-saml"));
    }

    private static Stream<String> texts(YamlTree value) {
        return value instanceof YamlTree.Sequence sequence
                ? sequence.items().stream()
                        .filter(YamlTree.Scalar.class::isInstance)
                        .map(item -> ((YamlTree.Scalar) item).text())
                : Stream.empty();
    }
}
