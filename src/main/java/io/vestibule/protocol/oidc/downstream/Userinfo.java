package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The userinfo endpoint (OIDC Core §5.3), a resource protected by bearer tokens (RFC 6750). */
@ApplicationScoped
class Userinfo {
    private static final String BEARER = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"userinfo\"";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Realms realms;
    private final AccessTokens tokens;
    private final OidcUrls urls;
    private final AuditLog audit;

    Userinfo(Realms realms, AccessTokens tokens, OidcUrls urls, AuditLog audit) {
        this.realms = realms;
        this.tokens = tokens;
        this.urls = urls;
        this.audit = audit;
    }

    /** {@code form} of a POST, or nothing; a token in the query is never looked at (RFC 9700 §4.3.2). */
    JsonReply answer(String realmName, @Nullable String authorization, Optional<EncodedForm> form, String address) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            audit.refuse(
                    new Refusal(Optional.empty(), Circumstances.from(address), "userinfo", "no-such-realm", "", ""));
            return BackChannel.noSuchRealm();
        }
        Optional<String> inHeader = inHeader(authorization);
        Optional<String> inBody = Optional.empty();
        if (form.isPresent() && form.get().isForm()) {
            if (!(form.get().read() instanceof Parameters.Reading.Read read)) {
                return refused(realm.get(), address, "malformed-request", "invalid_request", "The body is malformed.");
            }
            inBody = read.parameters().get("access_token");
        }
        if (inHeader.isPresent() && inBody.isPresent()) { // RFC 6750 §2
            return refused(
                    realm.get(),
                    address,
                    "token-twice",
                    "invalid_request",
                    "The access token is both in the header and in the body.");
        }
        Optional<String> token = inHeader.isPresent() ? inHeader : inBody;
        return token.map(presented -> claims(realm.get(), presented, address))
                .orElseGet(() -> new JsonReply(UNAUTHORIZED, Map.of(), Optional.of(CHALLENGE))); // RFC 6750 §3.1
    }

    /** The answer when all it takes is in memory: for a token that is good. Anything else is not answered here. */
    Optional<JsonReply> remembered(String realmName, @Nullable String authorization) {
        return realms.find(realmName)
                .flatMap(realm -> inHeader(authorization)
                        .flatMap(presented -> tokens.remembered(realm, presented))
                        .filter(good -> good.token().audience().contains(urls.issuer(realm.name())))
                        .filter(good -> good.token().scopes().contains(Scopes.OPENID))
                        .flatMap(good -> good.person().map(person -> JsonReply.ok(released(good.token(), person)))));
    }

    private static Optional<String> inHeader(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private JsonReply claims(Realm realm, String presented, String address) {
        return switch (tokens.standing(realm, presented)) {
            case AccessTokens.Standing.Bad bad -> invalidToken(realm, address, bad.reason());
            case AccessTokens.Standing.Good good -> {
                boolean forUs = good.token().audience().contains(urls.issuer(realm.name()));
                if (good.person().isEmpty() || !forUs) {
                    yield invalidToken(realm, address, "token-not-for-userinfo");
                }
                yield good.token().scopes().contains(Scopes.OPENID)
                        ? JsonReply.ok(released(good.token(), good.person().get()))
                        : refused(
                                realm,
                                address,
                                "scope-without-openid",
                                "insufficient_scope",
                                "The scope openid is needed.");
            }
        };
    }

    private static Map<String, Object> released(AccessToken token, AccessTokens.Person person) {
        Set<String> names = new LinkedHashSet<>(StandardClaims.ofScopes(token.scopes()));
        names.addAll(person.grant().userinfoClaims());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sub", token.subject());
        members.putAll(new ReleasedClaims(
                        person.user(),
                        person.grant(),
                        person.place().within(token.scopes()).roles())
                .of(names));
        return members;
    }

    private JsonReply invalidToken(Realm realm, String address, String reason) {
        return refused(realm, address, reason, "invalid_token", "The access token is not valid here, or not any more.");
    }

    private JsonReply refused(Realm realm, String address, String reason, String code, String description) {
        audit.refuse(new Refusal(realm.name(), Circumstances.from(address), "userinfo", reason));
        int status = switch (code) {
            case "invalid_token" -> UNAUTHORIZED;
            case "insufficient_scope" -> FORBIDDEN;
            default -> 400;
        };
        String scope = status == FORBIDDEN ? ", scope=\"openid\"" : "";
        return JsonReply.error(status, code, description)
                .challenging(CHALLENGE + ", error=\"" + code + "\", error_description=\"" + description + "\"" + scope);
    }
}
