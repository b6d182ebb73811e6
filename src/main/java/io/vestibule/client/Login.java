package io.vestibule.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody logs in with. Never printed. */
public sealed interface Login {
    /** A user and a domain, each by name or by id. */
    record Who(Map<String, Object> reference) {
        public Who {
            reference = Map.copyOf(reference);
        }

        public static Who byId(String userId) {
            return new Who(Map.of("id", userId));
        }

        public static Who byName(String userName, String domainName) {
            return new Who(Map.of("name", userName, "domain", Map.of("name", domainName)));
        }
    }

    /** A user's password. */
    record Password(Who who, String password) implements Login {
        @Override
        public String toString() {
            return "Password[" + who.reference() + "]";
        }
    }

    /** An application credential, which has a scope of its own: give none beside it. */
    record ApplicationCredential(String id, String secret) implements Login {
        @Override
        public String toString() {
            return "ApplicationCredential[" + id + "]";
        }
    }

    /** A token that is there already, to have it for another scope. It cannot be renewed beyond its own life. */
    record ExistingToken(String token) implements Login {
        @Override
        public String toString() {
            return "ExistingToken[***]";
        }
    }

    /** The {@code identity} part of the request. */
    default Map<String, Object> identity() {
        return switch (this) {
            case Password password -> {
                Map<String, Object> user = new LinkedHashMap<>(password.who().reference());
                user.put("password", password.password());
                yield Map.of("methods", List.of("password"), "password", Map.of("user", user));
            }
            case ApplicationCredential credential ->
                Map.of(
                        "methods",
                        List.of("application_credential"),
                        "application_credential",
                        Map.of("id", credential.id(), "secret", credential.secret()));
            case ExistingToken existing -> Map.of("methods", List.of("token"), "token", Map.of("id", existing.token()));
        };
    }
}
