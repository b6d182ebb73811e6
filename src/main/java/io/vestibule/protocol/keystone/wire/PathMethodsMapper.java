package io.vestibule.protocol.keystone.wire;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps a path to the methods that are known there. The framework goes on looking in other classes when the method is wrong
 * and ends with nothing found; a client of this API is told a wrong method from a wrong path.
 */
@ApplicationScoped
class PathMethodsMapper {
    private final List<Known> all = new ArrayList<>();

    private record Known(Pattern path, String method) {}

    PathMethodsMapper(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path path = bean.getBeanClass().getAnnotation(Path.class);
            if (path != null && path.value().startsWith("/realms/{realm}/v3")) {
                add(path.value(), bean.getBeanClass());
            }
        }
    }

    private void add(String base, Class<?> endpoint) {
        for (Method method : endpoint.getDeclaredMethods()) {
            @Nullable String name = method(method);
            if (name != null) {
                Path below = method.getAnnotation(Path.class);
                all.add(new Known(pattern(base + "/" + (below == null ? "" : below.value())), name));
            }
        }
    }

    private static @Nullable String method(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (named != null) {
                return named.value();
            }
        }
        return null;
    }

    private static Pattern pattern(String template) {
        String regex = template.replaceAll("/+", "/")
                .replaceAll("/$", "")
                .replaceAll("\\{[^}:]+:([^}]*)}", "(?:$1)")
                .replaceAll("\\{[^}]+}", "[^/]+");
        return Pattern.compile(regex + "/?");
    }

    /** Empty when there is no such path. {@code path} names its realm. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Known known : all) {
            if (known.path().matcher(path).matches()) {
                methods.add(known.method());
            }
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }
}
