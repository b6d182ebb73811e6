package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ParseException;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What an authorization request must satisfy once its client and redirect URI are trusted, in the order it is looked at. */
@ApplicationScoped
class AuthorizationRules {
    private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}"); // RFC 7636 §4.2: of SHA-256
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Set<String> RESPONSE_MODES = Set.of("query", "fragment", "form_post");

    private final IdTokenHints idTokenHints;
    private final List<Function<Asked, Optional<Denied>>> inOrder = List.of(
            AuthorizationRules::noRequestObject,
            AuthorizationRules::responseModeIsKnown,
            AuthorizationRules::responseTypeIsCode,
            AuthorizationRules::grantIsAllowed,
            AuthorizationRules::scopeIsWellFormed,
            AuthorizationRules::placeOfRolesIsOne,
            AuthorizationRules::scopeIsNotEmpty,
            AuthorizationRules::promptIsConsistent,
            AuthorizationRules::maxAgeIsANumber,
            AuthorizationRules::codeChallengeIsWhatTheClientMustSend,
            AuthorizationRules::codeChallengeIsS256,
            AuthorizationRules::claimsAreWellFormed,
            this::idTokenHintIsOurs,
            this::expectedPersonIsOne);

    AuthorizationRules(IdTokenHints idTokenHints) {
        this.idTokenHints = idTokenHints;
    }

    /** The first rule broken, or nothing. */
    Optional<Denied> broken(Asked asked) {
        return inOrder.stream().flatMap(rule -> rule.apply(asked).stream()).findFirst();
    }

    private static Optional<Denied> noRequestObject(Asked asked) { // OIDC Core §3.1.2.6
        for (String name : List.of("request", "request_uri", "registration")) {
            if (asked.parameters().has(name)) {
                return Optional.of(Denied.of(
                        name + "_not_supported",
                        "unsupported-parameter",
                        "The parameter " + name + " is not supported."));
            }
        }
        return Optional.empty();
    }

    private static Optional<Denied> responseModeIsKnown(Asked asked) {
        return asked.parameters()
                .get("response_mode")
                .filter(mode -> !RESPONSE_MODES.contains(mode))
                .map(mode -> Denied.invalidRequest("response-mode", "The response_mode is not supported."));
    }

    private static Optional<Denied> responseTypeIsCode(Asked asked) {
        Optional<String> type = asked.parameters().get("response_type");
        if (type.isEmpty()) {
            return Optional.of(Denied.invalidRequest("response-type-missing", "The response_type is missing."));
        }
        return type.get().equals("code")
                ? Optional.empty()
                : Optional.of(Denied.of(
                        "unsupported_response_type", "response-type", "The only response_type here is code."));
    }

    private static Optional<Denied> grantIsAllowed(Asked asked) {
        return asked.client().mayUse(GrantTypes.AUTHORIZATION_CODE)
                ? Optional.empty()
                : Optional.of(Denied.of(
                        "unauthorized_client",
                        "grant-not-allowed",
                        "This client may not ask for authorization codes."));
    }

    /** What is wrong with the scope that a request without a browser asks for. */
    static Optional<Denied> brokenScope(Asked asked) {
        return scopeIsWellFormed(asked).or(() -> placeOfRolesIsOne(asked)).or(() -> scopeIsNotEmpty(asked));
    }

    private static Optional<Denied> scopeIsWellFormed(Asked asked) {
        return asked.parameters()
                .get("scope")
                .filter(scope -> !Scopes.isWellFormed(scope))
                .map(scope ->
                        Denied.of("invalid_scope", "scope-malformed", "The scope has characters it may not have."));
    }

    private static Optional<Denied> placeOfRolesIsOne(Asked asked) {
        return AskedPlace.of(asked) instanceof AskedPlace.Broken broken
                ? Optional.of(broken.denied())
                : Optional.empty();
    }

    private static Optional<Denied> scopeIsNotEmpty(Asked asked) {
        return AskedScopes.of(asked).isEmpty()
                ? Optional.of(Denied.of(
                        "invalid_scope", "scope-empty", "The scope names nothing that this client may ask for."))
                : Optional.empty();
    }

    private static Optional<Denied> promptIsConsistent(Asked asked) { // OIDC Core §3.1.2.1
        Set<String> prompt = Prompts.of(asked);
        return prompt.contains(Prompts.NONE) && prompt.size() > 1
                ? Optional.of(Denied.invalidRequest("prompt", "The prompt none goes with no other value."))
                : Optional.empty();
    }

    private static Optional<Denied> maxAgeIsANumber(Asked asked) {
        return asked.parameters()
                .get("max_age")
                .filter(text -> !SECONDS.matcher(text).matches())
                .map(text -> Denied.invalidRequest("max-age", "The max_age is not a number of seconds."));
    }

    private static Optional<Denied> codeChallengeIsWhatTheClientMustSend(Asked asked) {
        boolean sent = asked.parameters().has("code_challenge");
        return switch (asked.client().pkce()) {
            case REQUIRED ->
                sent
                        ? Optional.empty()
                        : Optional.of(Denied.invalidRequest( // RFC 7636 §4.4.1
                                "code-challenge-missing", "This client must send a code_challenge."));
            case OPTIONAL -> Optional.empty();
            case REFUSED ->
                sent
                        ? Optional.of(Denied.invalidRequest(
                                "code-challenge-unwanted", "This client is registered as sending no code_challenge."))
                        : Optional.empty();
        };
    }

    static Optional<Denied> codeChallengeIsS256(Asked asked) {
        Optional<String> challenge = asked.parameters().get("code_challenge");
        Optional<String> method = asked.parameters().get("code_challenge_method");
        if (challenge.isEmpty()) {
            return method.map(alone -> Denied.invalidRequest(
                    "code-challenge-missing", "There is a code_challenge_method without code_challenge."));
        }
        if (!method.orElse("plain").equals("S256")) { // RFC 7636 §4.3: absent means plain; RFC 9700 §2.1.1
            return Optional.of(
                    Denied.invalidRequest("code-challenge-method", "The code_challenge_method must be S256."));
        }
        return S256_CHALLENGE.matcher(challenge.get()).matches()
                ? Optional.empty()
                : Optional.of(Denied.invalidRequest("code-challenge-malformed", "The code_challenge is malformed."));
    }

    private static Optional<Denied> claimsAreWellFormed(Asked asked) {
        try {
            claims(asked);
            return Optional.empty();
        } catch (ParseException malformed) {
            return Optional.of(Denied.invalidRequest("claims", "The claims parameter is not the JSON it should be."));
        }
    }

    private Optional<Denied> idTokenHintIsOurs(Asked asked) {
        Optional<String> hint = asked.parameters().get("id_token_hint");
        return hint.isPresent()
                        && idTokenHints.read(asked.client().realm(), hint.get()).isEmpty()
                ? Optional.of(Denied.invalidRequest("id-token-hint", "The id_token_hint was not issued here."))
                : Optional.empty();
    }

    /** OIDC Core §3.1.2.1, §5.5.1: only that person will do, and who cannot exist cannot sign in. */
    private Optional<Denied> expectedPersonIsOne(Asked asked) {
        Optional<String> subject = claimsOrNone(asked).subject();
        Optional<UserId> hinted = hintedUser(asked);
        boolean contradicts = subject.isPresent()
                && (UserId.parse(subject.get()).isEmpty()
                        || hinted.map(user -> !user.toString().equals(subject.get()))
                                .orElse(false));
        return contradicts
                ? Optional.of(Denied.of("login_required", "expected-person", "The person asked for cannot sign in."))
                : Optional.empty();
    }

    /** Who must come out of it, when the client says so. */
    Optional<UserId> expectedUser(Asked asked) {
        return claimsOrNone(asked).subject().flatMap(UserId::parse).or(() -> hintedUser(asked));
    }

    private Optional<UserId> hintedUser(Asked asked) {
        return asked.parameters()
                .get("id_token_hint")
                .flatMap(hint -> idTokenHints.read(asked.client().realm(), hint))
                .map(IdTokenHints.Hint::user);
    }

    /** The claims parameter, after {@link #broken} found it well-formed. */
    static ClaimsRequest claimsOrNone(Asked asked) {
        try {
            return claims(asked);
        } catch (ParseException malformed) {
            throw new IllegalStateException("asked after the rule that refuses it", malformed);
        }
    }

    private static ClaimsRequest claims(Asked asked) throws ParseException {
        Optional<String> json = asked.parameters().get("claims");
        return json.isPresent() ? ClaimsRequest.parse(json.get()) : ClaimsRequest.none();
    }
}
