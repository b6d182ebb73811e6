package io.vestibule.protocol.oidc.downstream;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which claims each scope stands for (OIDC Core §5.4), and how each is written. */
final class StandardClaims {
    static final String FEDERATED = "federated_claims";

    /** How a claim is written in JSON. */
    enum Shape {
        TEXT,
        SWITCH,
        NUMBER,
        TEXTS,
        OBJECT
    }

    private static final Map<String, List<String>> BY_SCOPE = Map.of(
            Scopes.PROFILE,
            List.of(
                    "name",
                    "family_name",
                    "given_name",
                    "middle_name",
                    "nickname",
                    "preferred_username",
                    "profile",
                    "picture",
                    "website",
                    "gender",
                    "birthdate",
                    "zoneinfo",
                    "locale",
                    "updated_at"),
            Scopes.EMAIL,
            List.of("email", "email_verified"),
            Scopes.ADDRESS,
            List.of("address"),
            Scopes.PHONE,
            List.of("phone_number", "phone_number_verified"),
            Scopes.GROUPS,
            List.of("groups"),
            Scopes.ROLES,
            List.of("roles"),
            Scopes.FEDERATED_ID,
            List.of(FEDERATED));

    private static final Map<String, Shape> SHAPES = Map.of(
            "updated_at",
            Shape.NUMBER,
            "email_verified",
            Shape.SWITCH,
            "phone_number_verified",
            Shape.SWITCH,
            "address",
            Shape.OBJECT,
            "groups",
            Shape.TEXTS,
            "roles",
            Shape.TEXTS,
            FEDERATED,
            Shape.OBJECT);

    /** OIDC Core §5.1.1. */
    static final List<String> ADDRESS_MEMBERS =
            List.of("formatted", "street_address", "locality", "region", "postal_code", "country");

    private static final Map<String, String> SCOPE_OF = BY_SCOPE.entrySet().stream()
            .flatMap(scope -> scope.getValue().stream().map(claim -> Map.entry(claim, scope.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private StandardClaims() {}

    static Set<String> ofScopes(Collection<String> scopes) {
        Set<String> claims = new LinkedHashSet<>();
        scopes.forEach(scope -> claims.addAll(BY_SCOPE.getOrDefault(scope, List.of())));
        return claims;
    }

    /** The scope a claim belongs to, when it is one a relying party may ask for. */
    static Optional<String> scopeOf(String claim) {
        return Optional.ofNullable(SCOPE_OF.get(claim));
    }

    static Set<String> all() {
        return new TreeSet<>(SCOPE_OF.keySet());
    }

    static Shape shape(String claim) {
        return SHAPES.getOrDefault(claim, Shape.TEXT);
    }
}
