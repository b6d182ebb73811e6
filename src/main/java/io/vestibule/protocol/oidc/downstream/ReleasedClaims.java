package io.vestibule.protocol.oidc.downstream;

import io.vestibule.directory.User;
import io.vestibule.identity.Claims;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is known of a person, in the shapes of OIDC Core §5.1, as far as it was agreed to. */
final class ReleasedClaims {
    private final User user;
    private final GrantMemory grant;
    private final List<String> roles;

    /** @param roles of the person where they act */
    ReleasedClaims(User user, GrantMemory grant, List<String> roles) {
        this.user = user;
        this.grant = grant;
        this.roles = roles;
    }

    /** The claims of {@code names} that have a value; what has none is left out (§5.3.2). */
    Map<String, Object> of(Set<String> names) {
        Map<String, Object> released = new LinkedHashMap<>();
        names.forEach(name -> value(name).ifPresent(value -> released.put(name, value)));
        return released;
    }

    private Optional<?> value(String name) {
        return switch (name) {
            case "name" -> Optional.of(user.displayName());
            case "preferred_username" -> Optional.of(user.username());
            case "email" -> user.email();
            case "email_verified" -> user.email().map(address -> user.emailVerified());
            case "groups" -> Optional.of(List.copyOf(new TreeSet<>(user.groups())));
            case "roles" -> Optional.of(roles).filter(some -> !some.isEmpty());
            case StandardClaims.FEDERATED ->
                Optional.of(Map.of("connector_id", grant.connector(), "user_id", grant.upstreamSubject()));
            case "address" -> address();
            default -> shaped(name);
        };
    }

    private Optional<?> shaped(String name) {
        Optional<String> text = user.claims().first(name);
        return switch (StandardClaims.shape(name)) {
            case SWITCH -> text.map("true"::equalsIgnoreCase);
            case NUMBER -> text.filter(digits -> digits.matches("[0-9]{1,18}")).map(Long::valueOf);
            case TEXT, TEXTS, OBJECT -> text;
        };
    }

    private Optional<Map<String, Object>> address() {
        Claims claims = user.claims();
        Map<String, Object> members = new LinkedHashMap<>();
        StandardClaims.ADDRESS_MEMBERS.forEach(
                member -> claims.first("address." + member).ifPresent(text -> members.put(member, text)));
        if (members.isEmpty()) {
            claims.first("address").ifPresent(text -> members.put("formatted", text));
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(members);
    }
}
