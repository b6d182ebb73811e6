package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who calls the back channel. A client registered for one method is refused on every other (RFC 9700 §2.5). */
@ApplicationScoped
class ClientAuthentication {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String BASIC = "basic ";
    private static final String HASH_PREFIX = "sha256:";

    private final Clients clients;
    private final ClientAssertions assertions;

    ClientAuthentication(Clients clients, ClientAssertions assertions) {
        this.clients = clients;
        this.assertions = assertions;
    }

    /** Either a client that proved to be itself, or why not. */
    sealed interface Outcome {
        record Known(Client client) implements Outcome {}

        /** {@code client} when the one it claimed to be exists: labels the audit event. */
        record Refused(Denied denied, Optional<Client> client) implements Outcome {}
    }

    Outcome authenticate(Realm realm, @Nullable String authorization, Parameters parameters) {
        Set<ClientAuthMethod> tried = tried(authorization, parameters);
        if (tried.size() > 1) {
            return refused(Denied.invalidRequest( // RFC 6749 §2.3
                    "several-authentication-methods", "The request uses more than one way to authenticate."));
        }
        return switch (tried.isEmpty()
                ? ClientAuthMethod.NONE
                : tried.iterator().next()) {
            case CLIENT_SECRET_BASIC -> basic(realm, String.valueOf(authorization), parameters);
            case CLIENT_SECRET_POST -> post(realm, parameters);
            case PRIVATE_KEY_JWT -> assertion(realm, parameters);
            case NONE -> none(realm, parameters);
        };
    }

    /** The client that proves itself by a secret, which takes no database. */
    Optional<Client> bySecret(Realm realm, @Nullable String authorization, Parameters parameters) {
        return !tried(authorization, parameters).contains(ClientAuthMethod.PRIVATE_KEY_JWT)
                        && authenticate(realm, authorization, parameters) instanceof Outcome.Known known
                ? Optional.of(known.client())
                : Optional.empty();
    }

    private static Set<ClientAuthMethod> tried(@Nullable String authorization, Parameters parameters) {
        Set<ClientAuthMethod> tried = EnumSet.noneOf(ClientAuthMethod.class);
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            tried.add(ClientAuthMethod.CLIENT_SECRET_BASIC);
        }
        if (parameters.has("client_secret")) {
            tried.add(ClientAuthMethod.CLIENT_SECRET_POST);
        }
        if (parameters.has("client_assertion") || parameters.has("client_assertion_type")) {
            tried.add(ClientAuthMethod.PRIVATE_KEY_JWT);
        }
        return tried;
    }

    private Outcome basic(Realm realm, String authorization, Parameters parameters) {
        Optional<String> pair = decodedPair(authorization.substring(BASIC.length()));
        int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
        if (colon < 0) {
            return refused(Denied.invalidClient("basic-malformed"));
        }
        String id = pair.orElseThrow().substring(0, colon);
        String secret = pair.orElseThrow().substring(colon + 1);
        // RFC 6749 §2.3.1 wants both form-encoded; many clients do not, so the text as it came counts as well
        Optional<Client> client = clients.find(realm, formDecoded(id)).or(() -> clients.find(realm, id));
        if (client.isEmpty()) {
            return refused(Denied.invalidClient("unknown-client"));
        }
        if (parameters
                .get("client_id")
                .filter(named -> !named.equals(client.get().id().value()))
                .isPresent()) {
            return refused(Denied.invalidClient("other-client-id-in-body"), client.get());
        }
        return withSecret(client.get(), ClientAuthMethod.CLIENT_SECRET_BASIC, List.of(secret, formDecoded(secret)));
    }

    private Outcome post(Realm realm, Parameters parameters) {
        return named(realm, parameters)
                .map(client -> withSecret(
                        client,
                        ClientAuthMethod.CLIENT_SECRET_POST,
                        parameters.get("client_secret").stream().toList()))
                .orElseGet(() -> refused(Denied.invalidClient("unknown-client")));
    }

    private Outcome assertion(Realm realm, Parameters parameters) {
        String assertion = parameters.get("client_assertion").orElse("");
        Optional<Client> claimed = ClientAssertions.claimedClient(assertion).flatMap(id -> clients.find(realm, id));
        if (claimed.isEmpty()) {
            return refused(Denied.invalidClient("unknown-client"));
        }
        Client client = claimed.get();
        boolean typed = parameters
                .get("client_assertion_type")
                .filter(ASSERTION_TYPE::equals)
                .isPresent();
        boolean sameId =
                parameters.get("client_id").map(client.id().value()::equals).orElse(true); // RFC 7521 §4.2
        if (!typed || !sameId) {
            return refused(Denied.invalidClient("assertion-type-or-client-id"), client);
        }
        return registeredFor(client, ClientAuthMethod.PRIVATE_KEY_JWT)
                .orElseGet(() -> assertions
                        .refusal(client, assertion)
                        .map(reason -> refused(Denied.invalidClient(reason), client))
                        .orElseGet(() -> new Outcome.Known(client)));
    }

    private Outcome none(Realm realm, Parameters parameters) {
        return named(realm, parameters)
                .map(client -> registeredFor(client, ClientAuthMethod.NONE).orElseGet(() -> new Outcome.Known(client)))
                .orElseGet(() -> refused(Denied.invalidClient("unknown-client")));
    }

    private Optional<Client> named(Realm realm, Parameters parameters) {
        return parameters.get("client_id").flatMap(id -> clients.find(realm, id));
    }

    private static Outcome withSecret(Client client, ClientAuthMethod method, List<String> presented) {
        return registeredFor(client, method)
                .orElseGet(() -> presented.stream().anyMatch(secret -> isSecretOf(client.oidc(), secret))
                        ? new Outcome.Known(client)
                        : refused(Denied.invalidClient("wrong-secret"), client));
    }

    private static boolean isSecretOf(OidcRelyingParty client, String presented) {
        boolean plain = client.clientSecrets().stream().anyMatch(new Secret(presented)::equals);
        String hash = HASH_PREFIX + Sha256.of(presented).hex();
        boolean hashed = client.clientSecretHashes().stream()
                .anyMatch(known -> MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII)));
        return plain || hashed;
    }

    private static Optional<Outcome> registeredFor(Client client, ClientAuthMethod used) {
        ClientAuthMethod registered = client.oidc().authMethod();
        return registered == used
                ? Optional.empty()
                : Optional.of(refused(
                        Denied.invalidClient("other-authentication-method")
                                .seen(registered.registeredName(), used.registeredName()),
                        client));
    }

    private static Outcome refused(Denied denied) {
        return new Outcome.Refused(denied, Optional.empty());
    }

    private static Outcome refused(Denied denied, Client client) {
        return new Outcome.Refused(denied, Optional.of(client));
    }

    private static Optional<String> decodedPair(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String formDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
