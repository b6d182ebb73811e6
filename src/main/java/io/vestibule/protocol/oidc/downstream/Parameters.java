package io.vestibule.protocol.oidc.downstream;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parameters of a query or a form, each there once and with a value: a parameter without one counts as left out
 * (RFC 6749 §3.1).
 */
record Parameters(Map<String, String> values) {
    static final int LONGEST = 8 * 1024; // of the encoded whole; every URL and cookie made from it stays within bounds
    private static final int LONGEST_ECHO = 2 * 1024; // what is carried through the flow and given back

    /** What reading came to. */
    sealed interface Reading {
        record Read(Parameters parameters) implements Reading {}

        /** {@code description} names parameters only when their name is harmless. */
        record Malformed(String description) implements Reading {}
    }

    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String description) {
            super(description, null, false, false);
        }
    }

    /** Reads {@code application/x-www-form-urlencoded} text; its characters stand for the bytes received. */
    static Reading read(String encoded) {
        if (encoded.length() > LONGEST) {
            return new Reading.Malformed("The request is longer than " + LONGEST + " bytes.");
        }
        Map<String, String> all = new LinkedHashMap<>();
        try {
            for (String pair : encoded.split("&")) {
                if (!pair.isEmpty()) {
                    add(pair, all);
                }
            }
        } catch (Broken broken) {
            return new Reading.Malformed(String.valueOf(broken.getMessage()));
        }
        all.values().removeIf(String::isEmpty);
        return new Reading.Read(new Parameters(all));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Those of these names. */
    Parameters only(Set<String> names) {
        Map<String, String> some = new LinkedHashMap<>(values);
        some.keySet().retainAll(names);
        return new Parameters(some);
    }

    /** These parameters as a query. */
    String encoded() {
        return values.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void add(String pair, Map<String, String> into) throws Broken {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (into.putIfAbsent(name, value) != null) {
            throw new Broken("The parameter " + shown(name) + " is repeated."); // RFC 6749 §3.1
        }
        if ((name.equals("state") || name.equals("nonce")) && value.length() > LONGEST_ECHO) {
            throw new Broken("The parameter " + shown(name) + " is longer than " + LONGEST_ECHO + " characters.");
        }
    }

    private static String shown(String name) {
        return name.matches("[a-z_]{1,40}") ? name : "of an unusual name";
    }

    private static String decoded(String encoded) throws Broken {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char c = encoded.charAt(at);
            if (c == '%') {
                bytes.write(octet(encoded, at));
                at += 2;
            } else if (c > 0xff) {
                throw new Broken("The request is not UTF-8.");
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return text(bytes.toByteArray());
    }

    private static int octet(String encoded, int at) throws Broken {
        int high = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(encoded.charAt(at + 2), 16);
        if (low < 0) {
            throw new Broken("The request has a percent sign that is not followed by two hexadecimal digits.");
        }
        return high * 16 + low;
    }

    private static String text(byte[] bytes) throws Broken {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder() // reports what is malformed, where String would replace it
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new Broken("The request has a NUL character.");
            }
            return text;
        } catch (CharacterCodingException broken) {
            throw new Broken("The request is not UTF-8.");
        }
    }
}
