package io.vestibule.realm;

import java.net.URI;
import java.util.Optional;

/**
 * How a realm's pages look.
 *
 * @param accent {@code #rrggbb}, the one colour; readable on white is checked when it is read
 */
public record Theme(String accent, Optional<URI> logo) {
    public static Theme standard() {
        return new Theme("#1f5f8b", Optional.empty());
    }
}
