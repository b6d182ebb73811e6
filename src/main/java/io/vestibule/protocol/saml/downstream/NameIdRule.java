package io.vestibule.protocol.saml.downstream;

import java.util.Optional;
import java.util.Set;

/**
 * How this service provider's NameIDs are made.
 *
 * @param format the one used when the request asks for none; else the first its metadata lists that can be made, else
 *     {@code persistent}
 * @param allowed what a request may ask for; all when empty
 * @param claim the claim a NameID of {@code unspecified} format is read from; the user name when absent. With a format of
 *     {@code persistent} it replaces the identifier made here, for those who bring theirs from another identity provider
 */
public record NameIdRule(Optional<NameIdFormat> format, Set<NameIdFormat> allowed, Optional<String> claim) {
    public NameIdRule {
        allowed = Set.copyOf(allowed);
        if (format.isPresent() && !allowed.isEmpty() && !allowed.contains(format.get())) {
            throw new IllegalArgumentException("format must be one of those in allowed");
        }
    }

    static NameIdRule standard() {
        return new NameIdRule(Optional.empty(), Set.of(), Optional.empty());
    }

    boolean permits(NameIdFormat wanted) {
        return allowed.isEmpty() || allowed.contains(wanted);
    }
}
