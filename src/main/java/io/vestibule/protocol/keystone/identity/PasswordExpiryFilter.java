package io.vestibule.protocol.keystone.identity;

import io.vestibule.directory.AccountFilter.Comparison;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code password_expires_at=lt:2016-11-06T15:32:17Z}: when a password ends, compared with a moment. */
record PasswordExpiryFilter(Comparison comparison, Instant moment) {
    private static final String PARAMETER = "password_expires_at";

    static Predicate<User> of(Call call) {
        List<PasswordExpiryFilter> all = all(call);
        return user -> all.stream().allMatch(filter -> filter.holds(user.passwordExpiresAt()));
    }

    static List<PasswordExpiryFilter> all(Call call) {
        return call.query().all(PARAMETER).stream()
                .map(PasswordExpiryFilter::parse)
                .toList();
    }

    private static PasswordExpiryFilter parse(String text) {
        int colon = text.indexOf(':');
        boolean compared = colon == 2 || colon == 3; // a moment has its first colon far behind
        return new PasswordExpiryFilter(
                compared ? comparison(text.substring(0, colon)) : Comparison.EQ,
                moment(compared ? text.substring(colon + 1) : text));
    }

    private static Comparison comparison(String word) {
        return Arrays.stream(Comparison.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> KeystoneRefused.badRequest("The given operator " + word
                        + " is not valid. It must be one of the following: 'eq', 'neq', 'lt', 'lte', 'gt', or 'gte'."));
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException withoutOffset) {
            return localMoment(text);
        }
    }

    private static Instant localMoment(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException broken) {
            throw KeystoneRefused.badRequest("Timestamp not in expected format. The server could not comply with the"
                    + " request since it is either malformed or otherwise incorrect. The client is assumed to be in"
                    + " error.");
        }
    }

    private boolean holds(Optional<Instant> expires) {
        return expires.map(at -> at.compareTo(moment))
                .map(order -> switch (comparison) {
                    case LT -> order < 0;
                    case LTE -> order <= 0;
                    case GT -> order > 0;
                    case GTE -> order >= 0;
                    case EQ -> order == 0;
                    case NEQ -> order != 0;
                })
                .orElse(false);
    }
}
