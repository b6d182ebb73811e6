package io.vestibule.mapping;

import io.vestibule.identity.Claims;
import io.vestibule.identity.UpstreamIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the claims of OpenID Connect Core §5.1 mean where nobody wrote rules of their own. */
@ApplicationScoped
public class Mapping {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_EMAIL = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_VALUES = 2_000;
    private static final int MOST_CLAIMS = 200;

    /** Kept in fields of their own, or about one message and not about the person. */
    private static final Set<String> NOT_PROFILE = Set.of(
            "preferred_username",
            "name",
            "email",
            "email_verified",
            "groups",
            "sub",
            "iss",
            "aud",
            "azp",
            "exp",
            "iat",
            "nbf",
            "jti",
            "nonce",
            "auth_time",
            "acr",
            "amr",
            "sid",
            "at_hash",
            "c_hash",
            "s_hash",
            "typ",
            "scope");

    public MappedPerson map(UpstreamIdentity identity) {
        Claims claims = identity.claims();
        Optional<String> email = email(claims);
        String username = username(identity, email);
        return new MappedPerson(
                username,
                displayName(claims).orElse(username),
                email,
                email.isPresent() && claims.isTrue("email_verified"),
                profile(claims),
                groups(claims));
    }

    /** The same where rules say who somebody is. */
    public MappedPerson map(UpstreamIdentity identity, MappedUser user) {
        return RuledPerson.of(user, map(identity));
    }

    private static String username(UpstreamIdentity identity, Optional<String> email) {
        return Stream.of(
                        identity.claims().first("preferred_username"),
                        email.map(address -> address.substring(0, address.lastIndexOf('@'))),
                        Optional.of(identity.subject()))
                .flatMap(Optional::stream)
                .map(text -> SafeText.name(text, LONGEST_NAME))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("user"); // a subject of invisible characters only: the directory numbers it
    }

    private static Optional<String> displayName(Claims claims) {
        String parts = claims.first("given_name").orElse("") + " "
                + claims.first("family_name").orElse("");
        return Stream.of(claims.first("name").orElse(""), parts)
                .map(text -> SafeText.line(text, LONGEST_NAME))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** An address that had to be cleaned is not the one that was verified over there: it is none. */
    private static Optional<String> email(Claims claims) {
        return claims.first("email").filter(address -> {
            int at = address.lastIndexOf('@');
            return at > 0 && at < address.length() - 1 && address.equals(SafeText.name(address, LONGEST_EMAIL));
        });
    }

    private static Set<String> groups(Claims claims) {
        Set<String> groups = new TreeSet<>();
        claims.all("groups").stream()
                .limit(MOST_VALUES)
                // A shortened name could be that of another group.
                .filter(group -> !group.isBlank() && group.equals(SafeText.name(group, LONGEST_NAME)))
                .forEach(groups::add);
        return groups;
    }

    private static Claims profile(Claims claims) {
        Map<String, List<String>> kept = new HashMap<>();
        claims.values().entrySet().stream()
                .filter(claim -> !NOT_PROFILE.contains(claim.getKey()))
                .filter(claim -> claim.getKey().equals(SafeText.name(claim.getKey(), LONGEST_NAME)))
                .limit(MOST_CLAIMS)
                .forEach(claim -> kept.put(
                        claim.getKey(),
                        claim.getValue().stream()
                                .limit(MOST_VALUES)
                                .filter(value -> value.length() <= LONGEST_VALUE)
                                .map(value -> SafeText.lines(value, LONGEST_VALUE))
                                .filter(value -> !value.isEmpty())
                                .toList()));
        return new Claims(kept);
    }
}
