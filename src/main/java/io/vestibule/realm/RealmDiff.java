package io.vestibule.realm;

import io.vestibule.identity.RealmName;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a new configuration changes, line by line, in the words of the files. A Secret is only ever said to have changed. */
public final class RealmDiff {
    private static final int LONGEST = 120;

    private final List<String> lines = new ArrayList<>();

    private RealmDiff() {}

    /** One line for each realm added (+) or removed (-) and for each value that differs (~); none when nothing does. */
    public static List<String> between(Collection<Realm> before, Collection<Realm> after) {
        RealmDiff diff = new RealmDiff();
        diff.keyed("", byName(before), byName(after));
        return List.copyOf(diff.lines);
    }

    private static Map<String, Object> byName(Collection<Realm> realms) {
        Map<String, Object> result = new LinkedHashMap<>();
        realms.forEach(realm -> result.put("realm " + realm.name(), realm));
        return result;
    }

    private void differ(String path, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Optional<?> was && after instanceof Optional<?> is) {
            differ(path, was.orElse(null), is.orElse(null));
        } else if (before instanceof Blocks was && after instanceof Blocks is) {
            keyed(path, byKey(was.values()), byKey(is.values()));
        } else if (before instanceof Record was
                && isGroup(was)
                && after != null
                && was.getClass() == after.getClass()) {
            components(path, was, after);
        } else if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
            keyed(path, texts(was), texts(is));
        } else if (before instanceof Collection<?> was && after instanceof Collection<?> is) {
            collection(path, was, is);
        } else {
            lines.add("~ " + path + ": " + shown(before) + " → " + shown(after));
        }
    }

    private void components(String path, Record before, Object after) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            differ(
                    path + (path.startsWith("realm ") && !path.contains(": ") ? ": " : ".") + component.getName(),
                    read(component, before),
                    read(component, after));
        }
    }

    private void keyed(String path, Map<String, Object> before, Map<String, Object> after) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            String below = path.isEmpty() ? key : path + "[" + key + "]";
            if (!after.containsKey(key)) {
                lines.add("- " + below);
            } else if (!before.containsKey(key)) {
                lines.add("+ " + below + summary(after.get(key)));
            } else {
                differ(below, before.get(key), after.get(key));
            }
        }
    }

    private void collection(String path, Collection<?> before, Collection<?> after) {
        if (allGroups(before) && allGroups(after)) {
            keyed(path, byKey(before), byKey(after));
            return;
        }
        List<String> changes = new ArrayList<>();
        before.stream().filter(each -> !after.contains(each)).forEach(each -> changes.add("-" + shown(each)));
        after.stream().filter(each -> !before.contains(each)).forEach(each -> changes.add("+" + shown(each)));
        lines.add("~ " + path + ": " + (changes.isEmpty() ? "in another order" : String.join(" ", changes)));
    }

    private static boolean allGroups(Collection<?> values) {
        return values.stream().allMatch(each -> each instanceof Record group && isGroup(group));
    }

    /** Whether it is compared part by part, not printed as one value (an id, a block of one text). */
    private static boolean isGroup(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        return !(components.length == 1 && components[0].getName().equals("value"));
    }

    /** Blocks by their record's name, entries by their first component: an id or a user name. */
    private static Map<String, Object> byKey(Collection<?> values) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Object each : values) {
            RecordComponent[] components = each.getClass().getRecordComponents();
            Object first = components.length == 0 ? null : read(components[0], each);
            boolean named = first instanceof String || (first instanceof Record id && !isGroup(id));
            String key = named ? shown(first) : each.getClass().getSimpleName();
            while (result.containsKey(key)) {
                key += "'";
            }
            result.put(key, each);
        }
        return result;
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    private static String summary(@Nullable Object added) {
        return switch (added) {
            case Realm realm ->
                " (connectors: " + realm.connectors().size() + ", relying parties: "
                        + realm.relyingParties().size() + ", people: "
                        + realm.people().size() + ")";
            case ConnectorDeclaration connector -> " (" + connector.kind() + ")";
            case Record group when !isGroup(group) -> ": " + shown(group);
            case Record group -> "";
            case null -> "";
            default -> ": " + shown(added);
        };
    }

    private static String shown(@Nullable Object value) {
        String text = switch (value) {
            case null -> "(none)";
            case Duration duration -> duration(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString(); // a Secret prints ***
        };
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String duration(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object read(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true); // a room may keep its record to itself
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record gives its components", impossible);
        }
    }

    /** The realms in {@code after} that differ, which another room has to look at again. */
    static Set<RealmName> changed(Map<RealmName, Realm> before, Map<RealmName, Realm> after) {
        Set<RealmName> result = new LinkedHashSet<>();
        after.forEach((name, realm) -> {
            if (!realm.equals(before.get(name))) {
                result.add(name);
            }
        });
        return result;
    }
}
