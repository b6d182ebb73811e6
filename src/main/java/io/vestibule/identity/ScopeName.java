package io.vestibule.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A scope as people and protocols write it: {@code project:<domain>/<project>}, {@code domain:<name>}, {@code system:all}.
 * What may not stand in such a text, or would end a name, is written as {@code %XX} (RFC 6749 §3.3 knows neither space nor
 * quotes nor letters beyond ASCII in a scope).
 */
public sealed interface ScopeName {
    record OfProject(String domain, String project) implements ScopeName {}

    record OfDomain(String domain) implements ScopeName {}

    record OfSystem() implements ScopeName {}

    String PROJECT = "project:";
    String DOMAIN = "domain:";
    String SYSTEM = "system:all";

    /** Whether {@code text} looks like one, right or wrong. */
    static boolean isMeantBy(String text) {
        return text.startsWith(PROJECT) || text.startsWith(DOMAIN) || text.startsWith("system:");
    }

    static Optional<ScopeName> parse(String text) {
        if (text.equals(SYSTEM)) {
            return Optional.of(new OfSystem());
        }
        if (text.startsWith(DOMAIN)) {
            return plain(text.substring(DOMAIN.length())).map(OfDomain::new);
        }
        int slash = text.indexOf('/');
        if (!text.startsWith(PROJECT) || slash < 0) {
            return Optional.empty();
        }
        Optional<String> domain = plain(text.substring(PROJECT.length(), slash));
        Optional<String> project = plain(text.substring(slash + 1));
        return domain.flatMap(in -> project.map(name -> new OfProject(in, name)));
    }

    /** As a scope of OAuth 2.0. */
    default String text() {
        return switch (this) {
            case OfProject one -> PROJECT + escaped(one.domain()) + '/' + escaped(one.project());
            case OfDomain one -> DOMAIN + escaped(one.domain());
            case OfSystem all -> SYSTEM;
        };
    }

    /** What one role there entitles to, in one word. */
    default String with(String role) {
        return text() + '/' + escaped(role);
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (character > ' ' && character < 0x7f && "%/\"\\".indexOf(character) < 0) {
                text.append(character);
            } else {
                text.append('%').append("%02X".formatted((int) character));
            }
        }
        return text.toString();
    }

    /** Nothing when it is empty or badly escaped: two readings of one text would be two scopes. */
    private static Optional<String> plain(String escaped) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] text = escaped.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '%') {
                octets.write(text[i]);
                continue;
            }
            int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = i + 2 < text.length ? Character.digit(text[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            octets.write(high * 16 + low);
            i += 2;
        }
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
            return name.isBlank() ? Optional.empty() : Optional.of(name);
        } catch (CharacterCodingException broken) {
            return Optional.empty();
        }
    }
}
