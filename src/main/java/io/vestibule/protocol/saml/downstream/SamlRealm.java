package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The realm's {@code saml} block: what its identity provider says of itself, and what holds for every service provider that
 * does not say otherwise.
 *
 * @param entityId the identity provider's name; the address of its metadata when absent
 * @param scope the domain that scoped identifiers end in ({@code subject-id}, {@code eduPersonPrincipalName}); the host of
 *     this server when absent
 * @param organisation who runs it, and {@code contacts} whom to ask
 * @param wantAuthnRequestsSigned whether unsigned requests are refused
 * @param signingKey {@code rsa} or {@code ec}
 * @param assertionLifetime how long an assertion waits to be used
 * @param metadataValidity {@code validUntil} of the published metadata, from its making
 * @param authnContexts the ladder, weakest first
 */
public record SamlRealm(
        Optional<String> entityId,
        Optional<String> scope,
        Optional<Organisation> organisation,
        List<Contact> contacts,
        @IfAbsent("false") boolean wantAuthnRequestsSigned,
        @IfAbsent("rsa") SigningKeyKind signingKey,
        @IfAbsent("5m") Duration assertionLifetime,
        @IfAbsent("7d") Duration metadataValidity,
        List<ContextStep> authnContexts) {
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,126}");
    private static final Duration LONGEST_ASSERTION = Duration.ofHours(1);
    private static final Duration SHORTEST_METADATA = Duration.ofHours(1);
    private static final int LONGEST_ENTITY_ID = 1024; // SAML Core §8.3.6

    /** md:Organization. */
    public record Organisation(String name, URI url) {
        public Organisation {
            WebAddress.require("url", url);
        }
    }

    /** md:ContactPerson. */
    public record Contact(@IfAbsent("technical") Kind kind, Optional<String> name, String email) {
        /** What for. */
        public enum Kind {
            TECHNICAL,
            SUPPORT,
            ADMINISTRATIVE,
            /** REFEDS: whom to tell of an incident. */
            SECURITY
        }

        public Contact {
            if (!email.matches("[^\\s@]+@[^\\s@]+")) {
                throw new IllegalArgumentException("email must be an address such as help@example.org");
            }
        }
    }

    public SamlRealm {
        contacts = List.copyOf(contacts);
        authnContexts = List.copyOf(authnContexts);
        requireAssertionLifetime("assertionLifetime", assertionLifetime);
        if (metadataValidity.compareTo(SHORTEST_METADATA) < 0) {
            throw new IllegalArgumentException("metadataValidity must be at least 1h");
        }
        if (scope.isPresent() && !SCOPE.matcher(scope.get()).matches()) {
            throw new IllegalArgumentException(
                    "scope must be a domain such as example.org (SAML subject-id section 3.3)");
        }
        if (entityId.filter(id -> id.isBlank() || id.length() > LONGEST_ENTITY_ID)
                .isPresent()) {
            throw new IllegalArgumentException("entityId must have 1 to " + LONGEST_ENTITY_ID + " characters");
        }
    }

    /** What holds for a realm without the block. */
    static SamlRealm standard() {
        return new SamlRealm(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                SigningKeyKind.RSA,
                Duration.ofMinutes(5),
                Duration.ofDays(7),
                List.of());
    }

    /** The configured ladder, or the usual one: a password, and several factors as REFEDS calls them. */
    List<ContextStep> ladder() {
        return authnContexts.isEmpty()
                ? List.of(
                        new ContextStep("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", Set.of("1")),
                        new ContextStep(
                                "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", Set.of("1")),
                        new ContextStep("https://refeds.org/profile/mfa", Set.of("2", "mfa", "phr", "phrh")))
                : authnContexts;
    }

    static void requireAssertionLifetime(String key, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(30)) < 0 || lifetime.compareTo(LONGEST_ASSERTION) > 0) {
            throw new IllegalArgumentException(key + " must be 30s to 1h");
        }
    }
}
