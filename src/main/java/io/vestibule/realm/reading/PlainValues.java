package io.vestibule.realm.reading;

import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import io.vestibule.realm.reading.YamlTree.Mapping;
import io.vestibule.realm.reading.YamlTree.Scalar;
import io.vestibule.realm.reading.YamlTree.ScalarKind;
import io.vestibule.realm.reading.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The leaves of a tree: one plain value, or claims, which are plain values under names. */
final class PlainValues {
    private final Interpolator interpolator;
    private final Problems problems;
    private final boolean leaveReferences;

    /** @param leaveReferences whether a value with a reference is passed over instead of resolved */
    PlainValues(Interpolator interpolator, Problems problems, boolean leaveReferences) {
        this.interpolator = interpolator;
        this.problems = problems;
        this.leaveReferences = leaveReferences;
    }

    @Nullable
    Claims claims(YamlTree tree, String path) {
        Optional<Mapping> mapping = mapping(tree, path);
        Map<String, List<String>> values = new LinkedHashMap<>();
        boolean whole = mapping.isPresent()
                && mapping.get().entries().stream()
                        .map(entry -> claim(entry.key(), entry.value(), RecordShape.below(path, entry.key()), values))
                        .reduce(true, Boolean::logicalAnd);
        return whole ? new Claims(values) : null;
    }

    private boolean claim(String name, YamlTree tree, String path, Map<String, List<String>> into) {
        if (tree instanceof Mapping mapping) {
            return mapping.entries().stream()
                    .map(entry ->
                            claim(name + "." + entry.key(), entry.value(), RecordShape.below(path, entry.key()), into))
                    .reduce(true, Boolean::logicalAnd);
        }
        List<YamlTree> said = tree instanceof Sequence sequence ? sequence.items() : List.of(tree);
        List<String> texts = new ArrayList<>();
        for (YamlTree each : said) {
            if (!(each instanceof Scalar scalar) || scalar.kind() == ScalarKind.NOTHING) {
                problems.add(each.at(), path, "must be a plain value or a list of them, but is " + each.described());
                return false;
            }
            String text = resolved(scalar, path);
            if (text == null) {
                return false;
            }
            texts.add(scalar.kind() == ScalarKind.SWITCH ? text.toLowerCase(Locale.ROOT) : text);
        }
        into.put(name, texts);
        return true;
    }

    @Nullable
    Object scalar(Class<?> raw, YamlTree tree, String path) {
        Class<?> type = RecordShape.written(raw);
        if (!ScalarTypes.knows(type)) {
            throw new IllegalStateException(raw + " at " + path + " is no type a file can say");
        }
        if (!(tree instanceof Scalar scalar)) {
            problems.add(tree.at(), path, "must be " + ScalarTypes.expectation(type) + ", but is " + tree.described());
            return null;
        }
        boolean reference = Interpolator.hasReference(scalar.text());
        if (leaveReferences && reference) {
            return null;
        }
        if (!reference && !ScalarTypes.kinds(type).contains(scalar.kind())) {
            problems.add(tree.at(), path, wrongKind(type, scalar));
            return null;
        }
        String text = resolved(scalar, path);
        if (text == null) {
            return null;
        }
        try {
            Object value = ScalarTypes.convert(type, text);
            return raw == type ? value : RecordShape.construct(raw, value);
        } catch (ScalarTypes.NotOfType wrong) {
            problems.add(scalar.at(), path, "must be " + wrong.expectation());
        } catch (IllegalArgumentException refused) {
            problems.add(
                    scalar.at(),
                    path,
                    reference ? "the value of the reference is not allowed" : String.valueOf(refused.getMessage()));
        }
        return null;
    }

    private @Nullable String resolved(Scalar scalar, String path) {
        return switch (interpolator.resolve(scalar.text())) {
            case Interpolator.Outcome.Text text -> text.value();
            case Interpolator.Outcome.Missing missing -> {
                problems.add(scalar.at(), path, missing.sentence());
                yield null;
            }
        };
    }

    private static String wrongKind(Class<?> type, Scalar scalar) {
        String wanted = "must be " + ScalarTypes.expectation(type) + ", but ";
        if (scalar.kind() == ScalarKind.NOTHING) {
            return wanted + "has no value; give it one or take the key out";
        }
        String quotes = scalar.kind() == ScalarKind.TEXT ? "; take the quotes away if there are any" : "";
        boolean text = type == String.class || type == Secret.class;
        return wanted + "is " + scalar.described() + (text ? "; put it in quotes" : quotes);
    }

    /** What references below {@code tree} brought in: it must not be shown. */
    List<String> fromOutside(YamlTree tree) {
        return switch (tree) {
            case Scalar scalar ->
                interpolator.resolve(scalar.text()) instanceof Interpolator.Outcome.Text text
                                && text.outside()
                                && !text.value().isEmpty()
                        ? List.of(text.value())
                        : List.of();
            case Sequence sequence ->
                sequence.items().stream()
                        .flatMap(item -> fromOutside(item).stream())
                        .toList();
            case Mapping mapping ->
                mapping.entries().stream()
                        .flatMap(entry -> fromOutside(entry.value()).stream())
                        .toList();
        };
    }

    /** The keys of a group; nothing written is an empty group. */
    Optional<Mapping> mapping(YamlTree tree, String path) {
        if (tree instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        if (isNothing(tree)) {
            return Optional.of(Mapping.empty(tree.at()));
        }
        problems.add(tree.at(), path, "must be a group of keys, but is " + tree.described());
        return Optional.empty();
    }

    static boolean isNothing(YamlTree tree) {
        return tree instanceof Scalar scalar && scalar.kind() == ScalarKind.NOTHING;
    }
}
