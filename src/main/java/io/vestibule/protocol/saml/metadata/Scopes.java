package io.vestibule.protocol.saml.metadata;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider may vouch for: the part after {@code @} of eduPersonPrincipalName, subject-id and other scoped
 * values (shibmd:Scope). Who publishes none may vouch for none; whoever asks decides what that means for him.
 */
public final class Scopes {
    private static final Scopes NONE = new Scopes(List.of());
    private static final int LONGEST_SCOPE = 255;
    private static final int LONGEST_EXPRESSION = 512;
    private static final int MOST_STEPS = 20_000;

    private final List<Scope> all;

    /** @param regexp whether {@code value} is a regular expression for the whole scope */
    public record Scope(String value, boolean regexp) {}

    public Scopes(List<Scope> all) {
        this.all = List.copyOf(all);
    }

    public static Scopes none() {
        return NONE;
    }

    public List<Scope> all() {
        return all;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a value with that scope may be believed. */
    public boolean admit(String scope) {
        return !scope.isEmpty()
                && scope.length() <= LONGEST_SCOPE
                && all.stream().anyMatch(one -> one.regexp() ? matches(one.value(), scope) : same(one.value(), scope));
    }

    /** SAML Subject Identifier Attributes §3.3.2: scopes are compared without regard to case. */
    private static boolean same(String published, String scope) {
        return published.toLowerCase(Locale.ROOT).equals(scope.toLowerCase(Locale.ROOT));
    }

    /** The expression is a stranger's: it is stopped, and matches nothing, when it takes more steps than any honest one. */
    private static boolean matches(String expression, String scope) {
        if (expression.length() > LONGEST_EXPRESSION) {
            return false;
        }
        try {
            // matches(), not find(): an expression that forgot its anchors must not admit example.org.attacker.example.
            return Pattern.compile(expression, Pattern.CASE_INSENSITIVE)
                    .matcher(new Metered(scope, new Steps()))
                    .matches();
        } catch (PatternSyntaxException | TooManySteps | StackOverflowError unusable) {
            return false;
        }
    }

    private static final class Steps {
        private int left = MOST_STEPS;

        void take() {
            if (--left < 0) {
                throw new TooManySteps();
            }
        }
    }

    /** A text that counts how often it is looked at. Backtracking looks at a character each time, so it is bounded. */
    private record Metered(String text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Metered(text.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scopes scopes && all.equals(scopes.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
