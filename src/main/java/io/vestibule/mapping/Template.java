package io.vestibule.mapping;

import io.vestibule.mapping.PythonPattern.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with places for what the remote part of a rule matched: {@code {0}}, {@code {}}, {@code {0[1]}}, and {@code {{}
 * for a brace. That is what Python's {@code str.format} does with texts and lists, less the attributes ({@code {0.__class__}}
 * reaches into the program that formats), conversions and widths ({@code {0:>999999999}} fills the memory).
 */
record Template(List<Part> parts) {
    private static final int MOST_DIGITS = 4;
    private static final int MOST_PLACES = 1_000;
    private static final int LONGEST = 250_000; // of what comes of it: places repeat what was asserted
    private static final int PRICE_OF_A_CHARACTER = 4;

    Template {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        record Literal(String text) implements Part {}

        /** @param picks one item of a list, or one character of a text */
        record Place(int index, List<Integer> picks) implements Part {}
    }

    /** Why a text is no template: a sentence for whoever wrote the rule. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** The rule refers to a match there is not. */
    static final class NoSuchMatch extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchMatch(String message) {
            super(message, null, false, false);
        }
    }

    /** More would come of the text than is given to anybody. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a text of more than " + LONGEST + " characters would be given", null, false, false);
        }
    }

    static Template parse(String text) throws Malformed {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int counted = 0;
        boolean numbered = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                literal.append(c);
            } else if (twice) {
                literal.append(c);
                i++;
            } else if (c == '}') {
                throw new Malformed("Single '}' encountered in format string: " + PythonText.quoted(text));
            } else {
                int end = text.indexOf('}', i);
                if (end < 0) {
                    throw new Malformed("expected '}' before end of string: " + PythonText.quoted(text));
                }
                String field = text.substring(i + 1, end);
                boolean automatic = field.isEmpty() || field.startsWith("[");
                if (automatic ? numbered : counted > 0) {
                    throw new Malformed("cannot mix {} and {0} in one text: " + PythonText.quoted(text));
                }
                numbered |= !automatic;
                if (parts.size() >= 2 * MOST_PLACES) {
                    throw new Malformed("a text has at most " + MOST_PLACES + " places");
                }
                parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
                parts.add(place(automatic ? counted++ + field : field, text));
                i = end;
            }
        }
        parts.add(new Part.Literal(literal.toString()));
        return new Template(parts);
    }

    private static Part place(String field, String text) throws Malformed {
        if (!field.matches("\\d{1," + MOST_DIGITS + "}(\\[\\d{1," + MOST_DIGITS + "}])*")) {
            throw new Malformed("{" + field + "} is none of {0}, {} and {0[0]}, which is all that can stand in "
                    + PythonText.quoted(text));
        }
        String[] numbers = field.replace("]", "").split("\\[", -1);
        List<Integer> picks = new ArrayList<>();
        for (int i = 1; i < numbers.length; i++) {
            picks.add(Integer.valueOf(numbers[i]));
        }
        return new Part.Place(Integer.parseInt(numbers[0]), List.copyOf(picks));
    }

    /** The places that are asked for. */
    List<Integer> indexes() {
        return parts.stream()
                .filter(Part.Place.class::isInstance)
                .map(part -> ((Part.Place) part).index())
                .toList();
    }

    /** @param matches what was matched, a list each; a list of one is its text */
    String render(List<List<String>> matches, Effort effort) throws NoSuchMatch, TooLong {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Place place -> text.append(value(place, matches, effort));
            }
            if (text.length() > LONGEST) {
                throw new TooLong();
            }
        }
        effort.spend((long) PRICE_OF_A_CHARACTER * text.length());
        return text.toString();
    }

    /** Of reading all of it once. */
    static long price(List<String> match) {
        return PRICE_OF_A_CHARACTER
                * (match.size() + match.stream().mapToLong(String::length).sum());
    }

    private static String value(Part.Place place, List<List<String>> matches, Effort effort) throws NoSuchMatch {
        if (place.index() >= matches.size()) {
            throw new NoSuchMatch("{" + place.index() + "} refers to a remote match that does not exist: there "
                    + (matches.size() == 1 ? "is 1" : "are " + matches.size()));
        }
        List<String> match = matches.get(place.index());
        boolean list = match.size() != 1;
        if (list && place.picks().isEmpty()) {
            effort.spend(price(match));
            return PythonText.of(match);
        }
        String text = list ? "" : match.getFirst();
        for (int pick : place.picks()) {
            effort.spend(1 + text.length());
            int length = list ? match.size() : text.codePointCount(0, text.length());
            if (pick >= length) {
                throw new NoSuchMatch("{" + place.index() + "[" + pick + "]} refers to an item that does not exist");
            }
            int start = list ? 0 : text.offsetByCodePoints(0, pick);
            text = list ? match.get(pick) : text.substring(start, text.offsetByCodePoints(start, 1));
            list = false;
        }
        return text;
    }
}
