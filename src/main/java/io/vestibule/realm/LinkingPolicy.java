package io.vestibule.realm;

import io.vestibule.realm.reading.IfAbsent;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who comes by a connector for the first time and has the e-mail address of somebody who is here already.
 *
 * @param authoritativeFor domains whose addresses this connector alone gives out: there a verified address on both sides is the
 *     same person, and they are linked without asking; none means never
 * @param newcomers what becomes of everyone else
 */
public record LinkingPolicy(
        Set<String> authoritativeFor, @IfAbsent("ask") Newcomers newcomers) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    /** What a newcomer meets. */
    public enum Newcomers {
        /** A user of their own, as ever; they can link later. */
        SEPARATE,
        /** Whoever brings a verified address that somebody here has is asked whether both are theirs, and proves it. */
        ASK,
        /** Everyone is asked, so that being asked says nothing about who is here; also with addresses nobody verified. */
        ASK_EVERYONE
    }

    public LinkingPolicy {
        authoritativeFor = Set.copyOf(authoritativeFor);
        authoritativeFor.stream()
                .filter(domain -> !DOMAIN.matcher(domain).matches())
                .findFirst()
                .ifPresent(domain -> {
                    throw new IllegalArgumentException(
                            "authoritativeFor must be domains in lower case such as example.org, not " + domain);
                });
    }

    public static LinkingPolicy standard() {
        return new LinkingPolicy(Set.of(), Newcomers.ASK);
    }

    /** Whether nobody but this connector gives out addresses such as this one; of a subdomain only when it is listed itself. */
    public boolean vouchesFor(String address) {
        int at = address.lastIndexOf('@');
        return at >= 0 && authoritativeFor.contains(address.substring(at + 1).toLowerCase(Locale.ROOT));
    }
}
