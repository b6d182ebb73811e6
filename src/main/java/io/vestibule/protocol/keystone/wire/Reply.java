package io.vestibule.protocol.keystone.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers.
 *
 * @param body anything Jackson writes, or the bytes of JSON themselves; null for no body
 */
public record Reply(int status, @Nullable Object body, Map<String, String> headers) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** 200 with {@code {name: value}}. */
    public static Reply ok(String name, Object value) {
        return new Reply(OK, Map.of(name, value), Map.of());
    }

    /** 200 with {@code body} as the whole document. */
    public static Reply ok(Object body) {
        return new Reply(OK, body, Map.of());
    }

    /** 201 with {@code {name: value}}. */
    public static Reply created(String name, Object value) {
        return new Reply(CREATED, Map.of(name, value), Map.of());
    }

    public static Reply noContent() {
        return new Reply(NO_CONTENT, null, Map.of());
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, body, more);
    }
}
