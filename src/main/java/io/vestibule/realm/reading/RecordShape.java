package io.vestibule.realm.reading;

import io.vestibule.identity.Claims;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a record class says about the file it is read from. */
final class RecordShape {
    private RecordShape() {}

    static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalStateException(type + " is no type a file can say");
        };
    }

    static Type argument(Type type, int index) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[index];
        }
        throw new IllegalStateException(type + " does not say of what");
    }

    static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether the type is written as a group of keys, not as one value. */
    static boolean isGroup(Class<?> type) {
        return type.isRecord() && written(type) == type && type != Claims.class;
    }

    /** The type that stands in the file: for a record of one component called {@code value}, that component's. */
    static Class<?> written(Class<?> type) {
        if (!type.isRecord()) {
            return type;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getName().equals("value") ? components[0].getType() : type;
    }

    static Set<String> keys(Class<?> type, ExtraRecords.Claimed claimed) {
        Set<String> keys = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == ExtraRecords.class) {
                keys.addAll(claimed.of(type).keySet());
            } else {
                keys.add(component.getName());
            }
        }
        return keys;
    }

    /** What an absent key of this type means; null when it means nothing. */
    static @Nullable Object empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Set.class) {
            return Set.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == Claims.class ? Claims.none() : null;
    }

    /** Whether each component of the group may be absent, and so the whole group. */
    static boolean mayBeAbsent(Class<?> group) {
        return Arrays.stream(group.getRecordComponents()).allMatch(RecordShape::mayBeAbsent);
    }

    static boolean mayBeAbsent(RecordComponent component) {
        Class<?> type = component.getType();
        return component.isAnnotationPresent(IfAbsent.class)
                || empty(type) != null
                || type == ExtraRecords.class
                || type == YamlTree.Mapping.class
                || (isGroup(type) && mayBeAbsent(type));
    }

    /** Makes the record; what its constructor refuses comes out as the IllegalArgumentException it threw. */
    static Object construct(Class<?> type, @Nullable Object... values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true); // a room may keep its record to itself
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("the constructor of " + type + " failed", thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record has its canonical constructor: " + type, impossible);
        }
    }
}
