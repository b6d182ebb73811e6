package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection as the Identity API shows it: filtered, sorted, cut to what was asked for, with its links. Filters are exact
 * ({@code name=…}) or not ({@code name__contains}, {@code name__istartswith}, …); those of other names are ignored, as
 * Keystone does.
 */
public final class Listing {
    private final Call call;
    private final String collection;
    private List<ObjectNode> items;
    private @Nullable String next;
    private boolean truncated;

    private Listing(Call call, String collection, List<ObjectNode> items) {
        this.call = call;
        this.collection = collection;
        this.items = items;
    }

    /** @param filters attributes of the items which a query may filter by */
    public static Reply of(Call call, String collection, List<ObjectNode> items, String... filters) {
        Listing listing = new Listing(call, collection, items);
        for (String filter : filters) {
            listing.filter(filter);
        }
        listing.sort();
        listing.page();
        listing.cut();
        return listing.reply();
    }

    private void filter(String attribute) {
        Query query = call.query();
        query.all(attribute).forEach(value -> keep(item -> same(item.get(attribute), value)));
        for (String name : query.names()) {
            if (name.startsWith(attribute + "__")) {
                String comparator = name.substring(attribute.length() + 2);
                query.all(name).forEach(value -> keep(item -> near(item.get(attribute), comparator, value)));
            }
        }
    }

    private void keep(Predicate<ObjectNode> wanted) {
        items = items.stream().filter(wanted).toList();
    }

    /** A truth value is compared as one: there without a value it means true. */
    private static boolean same(@Nullable JsonNode attribute, String value) {
        if (attribute == null || attribute.isNull()) {
            return false;
        }
        return attribute.isBoolean()
                ? attribute.booleanValue() == truth(value)
                : attribute.asText().equals(value);
    }

    /** As OpenStack reads a truth value in a query. */
    public static boolean truth(String value) {
        return !List.of("0", "false", "f", "no", "n", "off")
                .contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean near(@Nullable JsonNode attribute, String comparator, String value) {
        if (attribute == null || !attribute.isTextual()) {
            return false;
        }
        boolean anyCase = comparator.startsWith("i");
        String text = anyCase ? attribute.asText().toLowerCase(Locale.ROOT) : attribute.asText();
        String part = anyCase ? value.toLowerCase(Locale.ROOT) : value;
        return switch (anyCase ? comparator.substring(1) : comparator) {
            case "contains" -> text.contains(part);
            case "startswith" -> text.startsWith(part);
            case "endswith" -> text.endsWith(part);
            default -> true;
        };
    }

    private void sort() {
        call.query().value("sort_key").ifPresent(key -> {
            Comparator<ObjectNode> order =
                    Comparator.comparing(item -> item.path(key).asText());
            boolean down = call.query().value("sort_dir").filter("desc"::equals).isPresent();
            items = items.stream().sorted(down ? order.reversed() : order).toList();
        });
    }

    private void page() {
        call.query()
                .value("marker")
                .ifPresent(marker -> items = items.stream()
                        .dropWhile(item -> !item.path("id").asText().equals(marker))
                        .skip(1)
                        .toList());
        limit().filter(limit -> limit < items.size()).ifPresent(limit -> {
            items = items.subList(0, limit);
            next = linkAfter(items.getLast().path("id").asText());
        });
    }

    private Optional<Integer> limit() {
        return call.query().value("limit").map(text -> {
            try {
                int limit = Integer.parseInt(text);
                if (limit > 0) {
                    return limit;
                }
            } catch (NumberFormatException notANumber) {
                throw badLimit(text);
            }
            throw badLimit(text);
        });
    }

    private static KeystoneRefused badLimit(String text) {
        return KeystoneRefused.badRequest("Invalid input for field 'limit': '" + text + "' is not a positive number");
    }

    private String linkAfter(String marker) {
        Query query = call.query();
        String rest = query.names().stream()
                .filter(name -> !name.equals("marker"))
                .flatMap(name -> query.all(name).stream().map(value -> parameter(name, value)))
                .collect(Collectors.joining("&"));
        String self = call.selfLink();
        int question = self.indexOf('?');
        String path = question < 0 ? self : self.substring(0, question);
        return path + "?"
                + Stream.of(rest, parameter("marker", marker))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("&"));
    }

    private static String parameter(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What the operator allows at most; whoever gets less than there is is told so. */
    private void cut() {
        KeystoneRealm.of(call.realm())
                .listLimit()
                .filter(limit -> limit < items.size())
                .ifPresent(limit -> {
                    items = items.subList(0, limit);
                    truncated = true;
                });
    }

    private Reply reply() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode all = document.putArray(collection);
        items.forEach(all::add);
        document.putObject("links")
                .put("next", next)
                .put("self", call.selfLink())
                .putNull("previous");
        if (truncated) {
            document.put("truncated", true);
        }
        return Reply.ok(document);
    }
}
