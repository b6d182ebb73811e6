package io.vestibule.grants;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Authorization codes (RFC 6749 §4.1.2): short-lived, used once; a second use ends what the first one gave. */
@ApplicationScoped
public class AuthorizationCodes {
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final TokenFamilies families;
    private final Clock clock;

    public AuthorizationCodes(ExpiringRecords records, RandomTokens tokens, TokenFamilies families, Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.families = families;
        this.clock = clock;
    }

    /** A code for {@code content}, good for {@code lifetime}. */
    public Secret issue(RealmName realm, String content, Duration lifetime) {
        String code = tokens.next() + tokens.next(); // far above 128 bits, also by an estimate from one sample
        records.put(kind(realm), code, content, clock.instant().plus(lifetime));
        return new Secret(code);
    }

    public CodeOutcome redeem(RealmName realm, String code) {
        FamilyId family = FamilyId.ofCode(Sha256.of("family " + code).bytes());
        Optional<String> content = records.take(kind(realm), code);
        return content.<CodeOutcome>map(found -> new CodeOutcome.Redeemed(found, family))
                .orElseGet(() -> new CodeOutcome.Refused(families.revoke(family)));
    }

    private static String kind(RealmName realm) {
        return "code:" + realm;
    }
}
