package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which users are wanted, all of what is given at once.
 *
 * @param name in any case of its letters
 * @param passwordExpires when the password ends, or one that the user had before
 * @param most how many at most
 */
public record AccountFilter(
        Optional<DomainId> domain,
        Optional<String> name,
        Optional<Boolean> enabled,
        Optional<PasswordExpires> passwordExpires,
        int most) {
    public static AccountFilter all() {
        return new AccountFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);
    }

    /** A comparison with a moment. */
    public record PasswordExpires(Comparison comparison, Instant moment) {}

    /** As the Identity API spells them in lower case. */
    public enum Comparison {
        LT("<"),
        LTE("<="),
        GT(">"),
        GTE(">="),
        EQ("="),
        NEQ("<>");

        final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }
    }

    public AccountFilter in(DomainId wanted) {
        return new AccountFilter(Optional.of(wanted), name, enabled, passwordExpires, most);
    }

    public AccountFilter called(String wanted) {
        return new AccountFilter(domain, Optional.of(wanted), enabled, passwordExpires, most);
    }

    public AccountFilter enabled(boolean wanted) {
        return new AccountFilter(domain, name, Optional.of(wanted), passwordExpires, most);
    }

    public AccountFilter passwordExpires(Comparison comparison, Instant moment) {
        return new AccountFilter(domain, name, enabled, Optional.of(new PasswordExpires(comparison, moment)), most);
    }

    public AccountFilter atMost(int wanted) {
        return new AccountFilter(domain, name, enabled, passwordExpires, wanted);
    }
}
