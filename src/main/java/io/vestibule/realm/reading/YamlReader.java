package io.vestibule.realm.reading;

import io.vestibule.realm.reading.YamlTree.Entry;
import io.vestibule.realm.reading.YamlTree.ScalarKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** One YAML 1.2 text (core schema) to a tree with lines. Bounded: no file can make the server run out of memory or stack. */
public final class YamlReader {
    public static final int LARGEST_FILE = 1024 * 1024;
    private static final int DEEPEST = 40;
    private static final int MOST_NODES = 200_000; // after aliases are followed: stops "billion laughs"
    private static final Map<Tag, ScalarKind> KINDS = Map.of(
            Tag.STR, ScalarKind.TEXT,
            Tag.INT, ScalarKind.WHOLE_NUMBER,
            Tag.FLOAT, ScalarKind.NUMBER,
            Tag.BOOL, ScalarKind.SWITCH,
            Tag.NULL, ScalarKind.NOTHING);

    private static final Set<Tag> GROUPS = Set.of(Tag.SEQ, Tag.MAP);

    private final String file;
    private final Problems problems;
    private int nodes;
    private boolean runaway;

    private YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The group of keys that {@code content} consists of, or nothing when a problem was added that leaves no tree. */
    public static Optional<YamlTree.Mapping> read(String file, byte[] content, Problems problems) {
        YamlReader reader = new YamlReader(file, problems);
        if (content.length > LARGEST_FILE) {
            return reader.refuse(1, "the file is larger than 1 MiB");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return reader.refuse(1, "the file is not UTF-8");
        }
        try {
            return reader.document(text);
        } catch (MarkedYamlEngineException syntax) {
            // Only what the parser says, never its snippet of the text: that line may hold a secret.
            return reader.refuse(
                    syntax.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    "is not YAML: " + syntax.getProblem());
        } catch (YamlEngineException unreadable) {
            return reader.refuse(1, "is not YAML: a character that may not stand in it, or too many aliases");
        }
    }

    /** A value as an annotation writes it. */
    static YamlTree literal(String text, Mark at) {
        Problems none = new Problems();
        YamlReader reader = new YamlReader(at.file(), none);
        Node node = new Compose(settings(at.file())).composeString(text).orElseThrow();
        YamlTree tree = reader.tree(node, "", 0);
        if (tree == null || !none.isEmpty()) {
            throw new IllegalStateException("@IfAbsent(\"" + text + "\") cannot be read: " + none.inOrder());
        }
        return tree;
    }

    private Optional<YamlTree.Mapping> document(String text) {
        if (nestedTooDeep(text)) {
            return refuse(1, "is nested deeper than " + DEEPEST + " levels");
        }
        Optional<Node> root = new Compose(settings(file)).composeString(text);
        if (root.isEmpty()) {
            return refuse(1, "the file is empty");
        }
        YamlTree tree = tree(root.get(), "", 0);
        if (tree instanceof YamlTree.Mapping mapping) {
            return Optional.of(mapping);
        }
        return tree == null
                ? Optional.empty()
                : refuse(tree.at().line(), "needs keys and values, but is " + tree.described());
    }

    private static LoadSettings settings(String file) {
        return LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(LARGEST_FILE)
                .setMaxAliasesForCollections(100)
                .setAllowNonScalarKeys(true) // refused here, with the line
                .setAllowDuplicateKeys(true) // they are reported here, with both lines
                .build();
    }

    /** Asked of the event stream, which does not recurse, before the composer, which does. */
    private boolean nestedTooDeep(String text) {
        int depth = 0;
        for (Event event : new Parse(settings(file)).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private @Nullable YamlTree tree(Node node, String path, int depth) {
        Mark at = mark(node);
        if (runaway) {
            return null;
        }
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            problems.add(at, path, "aliases make this too large or endless");
            runaway = true;
            return null;
        }
        if (!KINDS.containsKey(node.getTag()) && !GROUPS.contains(node.getTag())) {
            problems.add(at, path, "the tag " + node.getTag() + " is not understood; write the plain value");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, at);
            case SequenceNode sequence -> sequence(sequence, at, path, depth);
            case MappingNode mapping -> mapping(mapping, at, path, depth);
            default -> throw new IllegalStateException("a composed document has no " + node.getNodeType());
        };
    }

    private static YamlTree.Scalar scalar(ScalarNode node, Mark at) {
        ScalarKind kind = KINDS.getOrDefault(node.getTag(), ScalarKind.TEXT);
        return new YamlTree.Scalar(at, kind, node.getValue());
    }

    private YamlTree.Sequence sequence(SequenceNode node, Mark at, String path, int depth) {
        List<YamlTree> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            YamlTree read = tree(item, path + "[" + items.size() + "]", depth + 1);
            if (read != null) {
                items.add(read);
            }
        }
        return new YamlTree.Sequence(at, items);
    }

    private YamlTree.Mapping mapping(MappingNode node, Mark at, String path, int depth) {
        Map<String, Integer> lines = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            Mark keyAt = mark(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(keyAt, path, "a key must be a plain word");
                continue;
            }
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Integer first = lines.putIfAbsent(key.getValue(), keyAt.line());
            if (first != null) {
                problems.add(keyAt, below, "the key stands twice, first in line " + first);
                continue;
            }
            YamlTree value = tree(tuple.getValueNode(), below, depth + 1);
            if (value != null) {
                entries.add(new Entry(keyAt, key.getValue(), beginningAt(keyAt, value)));
            }
        }
        return new YamlTree.Mapping(at, entries);
    }

    /** A group begins where its key stands: that is where a key is missing. */
    private static YamlTree beginningAt(Mark key, YamlTree value) {
        return value instanceof YamlTree.Mapping mapping ? new YamlTree.Mapping(key, mapping.entries()) : value;
    }

    private Mark mark(Node node) {
        return new Mark(
                file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    private <T> Optional<T> refuse(int line, String sentence) {
        problems.add(new Mark(file, line), "", sentence);
        return Optional.empty();
    }
}
