package io.vestibule.protocol.oidc.downstream;

import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenFamily;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Token introspection (RFC 7662). Whoever the token is not for is told {@code active: false} and nothing else, exactly as for
 * a token that never was (§2.2, §4).
 */
@ApplicationScoped
class Introspection {
    private static final JsonReply INACTIVE = JsonReply.ok(Map.of("active", false));

    private final AccessTokens tokens;
    private final TokenFamilies families;
    private final LivingGrants living;
    private final ClientPlaces places;
    private final Clients clients;
    private final MemoryJson json;
    private final OidcUrls urls;

    Introspection(
            AccessTokens tokens,
            TokenFamilies families,
            LivingGrants living,
            ClientPlaces places,
            Clients clients,
            MemoryJson json,
            OidcUrls urls) {
        this.tokens = tokens;
        this.families = families;
        this.living = living;
        this.places = places;
        this.clients = clients;
        this.json = json;
        this.urls = urls;
    }

    BackChannelAnswer answer(BackChannelRequest request) {
        if (request.client().oidc().isPublic()) { // RFC 7662 §2.1: the caller is authorized somehow
            return new BackChannelAnswer.Refused(Denied.invalidClient("public-client"));
        }
        Optional<String> token = request.parameters().get("token");
        if (token.isEmpty()) {
            return new BackChannelAnswer.Refused(Denied.invalidRequest("token-missing", "The token is missing."));
        }
        Optional<Map<String, Object>> active = token.get().indexOf('.') >= 0 // ours: only JWTs have dots
                ? accessToken(request.client(), token.get())
                : refreshToken(request.client(), token.get());
        return new BackChannelAnswer.Given(active.map(JsonReply::ok).orElse(INACTIVE));
    }

    private Optional<Map<String, Object>> accessToken(Client caller, String presented) {
        return tokens.standing(caller.realm(), presented) instanceof AccessTokens.Standing.Good good
                ? told(caller, good)
                : Optional.empty();
    }

    /** The answer when all it takes is in memory: an access token that is good. Anything else is not answered here. */
    Optional<JsonReply> remembered(Client caller, Parameters parameters) {
        return parameters
                .get("token")
                .filter(token -> !caller.oidc().isPublic())
                .flatMap(token -> tokens.remembered(caller.realm(), token))
                .filter(good -> good.person().isPresent()
                        || ClientPlaces.named(good.token().scopes()).isEmpty()) // roles may have to be looked up
                .flatMap(good -> told(caller, good))
                .map(JsonReply::ok);
    }

    private Optional<Map<String, Object>> told(Client caller, AccessTokens.Standing.Good good) {
        AccessToken token = good.token();
        boolean may = caller.oidc().resourceServer()
                || token.audience().contains(caller.id().value());
        if (!may) {
            return Optional.empty();
        }
        Map<String, Object> members = begun(caller, token.clientId(), Scopes.text(token.scopes()), token.subject());
        members.put("token_type", "Bearer");
        members.put("exp", token.expiresAt().getEpochSecond());
        members.put("iat", token.issuedAt().getEpochSecond());
        members.put("aud", token.audience());
        members.put("jti", token.id());
        good.person().ifPresent(person -> person(members, token, person));
        return good.person().isPresent() ? Optional.of(members) : placed(members, good);
    }

    /** A client's own token; without a role any more where it was given out for, it is good for nothing. */
    private Optional<Map<String, Object>> placed(Map<String, Object> members, AccessTokens.Standing.Good good) {
        return places.of(good.client(), good.token().scopes()).map(place -> {
            roles(members, place);
            return members;
        });
    }

    /** As they are now: less than the token says, perhaps. */
    private static void roles(Map<String, Object> members, HeldPlace place) {
        place.details().ifPresent(details -> {
            members.put("roles", place.roles());
            members.put("entitlements", place.entitlements());
            members.put("authorization_details", details);
        });
    }

    private static void person(Map<String, Object> members, AccessToken token, AccessTokens.Person person) {
        members.put("username", person.user().username());
        roles(members, person.place().within(token.scopes()));
        members.put("sid", person.grant().sessionId().toString());
        members.put("auth_time", person.grant().authTime());
        person.grant().acr().ifPresent(acr -> members.put("acr", acr)); // RFC 9470 §6.2
    }

    private Optional<Map<String, Object>> refreshToken(Client caller, String presented) {
        return families.peek(caller.realm().name(), presented)
                .filter(family ->
                        caller.oidc().resourceServer() || family.relyingParty().equals(caller.id()))
                .flatMap(family -> clients.find(caller.realm(), family.relyingParty())
                        .flatMap(owner -> refreshToken(caller, owner, family)));
    }

    private Optional<Map<String, Object>> refreshToken(Client caller, Client owner, TokenFamily family) {
        GrantMemory grant = json.read(family.content(), GrantMemory.class);
        if (!(living.inSession(owner, grant, family.offline()) instanceof LivingGrants.Life.Alive alive)) {
            return Optional.empty();
        }
        Map<String, Object> members = begun(
                caller,
                owner.id().value(),
                Scopes.text(grant.scopes()),
                grant.userId().toString());
        members.put("username", alive.user().username());
        members.put("exp", family.expiresAt().getEpochSecond());
        return Optional.of(members);
    }

    private Map<String, Object> begun(Client caller, String clientId, String scope, String subject) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("iss", urls.issuer(caller.realm().name()));
        members.put("client_id", clientId);
        members.put("sub", subject);
        if (!scope.isEmpty()) {
            members.put("scope", scope);
        }
        return members;
    }
}
