package io.vestibule.mapping;

import io.vestibule.identity.Claims;
import io.vestibule.identity.UpstreamIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The usual defaults of OpenID Connect Core §5.1. */
@ApplicationScoped
public class Mapping {
    public MappedPerson map(UpstreamIdentity identity) {
        Claims claims = identity.claims();
        String username = claims.first("preferred_username").orElse(identity.subject());
        return new MappedPerson(
                username,
                claims.first("name").orElse(username),
                claims.first("email"),
                claims.isTrue("email_verified"),
                claims,
                Set.copyOf(claims.all("groups")));
    }
}
