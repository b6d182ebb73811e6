package io.vestibule.realm;

import io.vestibule.identity.ConnectorId;
import java.net.URI;
import java.util.Optional;

/**
 * A connector in use by a realm, preset and realm file merged.
 *
 * @param kind which factory opens it: {@code local}, {@code oidc}, …
 * @param hidden not in the picker, only by hint
 * @param config the factory's own record
 * @param linking of whom this connector brings for the first time
 */
public record ConnectorDeclaration(
        ConnectorId id,
        String kind,
        String displayName,
        Optional<URI> logo,
        boolean enabled,
        boolean hidden,
        Record config,
        LinkingPolicy linking) {
    /** Linking as usual. */
    public ConnectorDeclaration(
            ConnectorId id,
            String kind,
            String displayName,
            Optional<URI> logo,
            boolean enabled,
            boolean hidden,
            Record config) {
        this(id, kind, displayName, logo, enabled, hidden, config, LinkingPolicy.standard());
    }
}
