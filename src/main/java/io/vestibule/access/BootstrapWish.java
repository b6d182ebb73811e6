package io.vestibule.access;

import io.vestibule.identity.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What a cloud begins with.
 *
 * @param endpoints of the identity service: {@code public}, {@code internal}, {@code admin}
 */
public record BootstrapWish(
        String username,
        Secret password,
        String project,
        String role,
        String service,
        Optional<String> region,
        Map<String, URI> endpoints) {
    public BootstrapWish {
        endpoints = Map.copyOf(endpoints);
    }
}
