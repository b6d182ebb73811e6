package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.Claims;
import io.vestibule.protocol.saml.metadata.Scopes;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An identity provider may name people of its own organisation only: values scoped otherwise are dropped, or one member of a
 * federation could sign in as anybody's (shibmd:Scope; SAML Subject Identifier Attributes §3.1.2).
 */
final class ScopedAttributes {
    private static final Set<String> SCOPED = Set.of(
            "eduPersonPrincipalName",
            "eduPersonPrincipalNamePrior",
            "eduPersonScopedAffiliation",
            "eduPersonUniqueId",
            "subject-id",
            "pairwise-id");

    private final Scopes scopes;
    private final boolean mustPublish;

    /** @param mustPublish whether without a published scope no value is believed, as among strangers in a federation */
    ScopedAttributes(Scopes scopes, boolean mustPublish) {
        this.scopes = scopes;
        this.mustPublish = mustPublish;
    }

    /** @param dropped is told the claim and the value of each that is dropped */
    Claims believed(Claims claims, BiConsumer<String, String> dropped) {
        if (scopes.isEmpty() && !mustPublish) {
            return claims;
        }
        Claims believed = claims;
        for (String name : SCOPED) {
            List<String> all = claims.all(name);
            List<String> kept = all.stream().filter(this::isOfTheirs).toList();
            if (kept.size() < all.size()) {
                all.stream().filter(value -> !kept.contains(value)).forEach(value -> dropped.accept(name, value));
                believed = believed.with(name, kept);
            }
        }
        return believed;
    }

    /** Exactly one {@code @}: of two readers one would take the first scope and the other the last. */
    private boolean isOfTheirs(String value) {
        int at = value.indexOf('@');
        return at > 0 && at == value.lastIndexOf('@') && scopes.admit(value.substring(at + 1));
    }
}
