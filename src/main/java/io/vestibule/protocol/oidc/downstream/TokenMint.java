package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import io.vestibule.directory.User;
import io.vestibule.grants.FamilyToken;
import io.vestibule.grants.StatusPlace;
import io.vestibule.grants.TokenStatus;
import io.vestibule.keys.JwtKeys;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes ID tokens (OIDC Core §2) and JWT access tokens (RFC 9068). */
@ApplicationScoped
class TokenMint {
    /** Names the token family, so that a resource here can see whether it still lives. */
    static final String FAMILY = "gid";

    static final String STATUS = "status";
    static final String STATUS_LIST = "status_list";

    private final JwtKeys keys;
    private final AccessTokens tokens;
    private final TokenStatus status;
    private final OidcUrls urls;
    private final RandomTokens ids;
    private final Clock clock;

    TokenMint(JwtKeys keys, AccessTokens tokens, TokenStatus status, OidcUrls urls, RandomTokens ids, Clock clock) {
        this.keys = keys;
        this.status = status;
        this.tokens = tokens;
        this.urls = urls;
        this.ids = ids;
        this.clock = clock;
    }

    /** For a person: bound to the family, and saying how they signed in (RFC 9068 §2.2.1). */
    String accessToken(
            Client client,
            GrantMemory grant,
            User user,
            FamilyToken token,
            Collection<String> scopes,
            HeldPlace place) {
        JWTClaimsSet.Builder claims = accessTokenClaims(client, grant.userId().toString(), scopes, token.id())
                .claim(STATUS, listed(token.place()))
                .claim(FAMILY, token.family().toString())
                .claim("sid", grant.sessionId().toString())
                .claim("auth_time", grant.authTime())
                .claim("amr", List.copyOf(grant.amr()));
        grant.acr().ifPresent(acr -> claims.claim("acr", acr));
        entitle(claims, place);
        if (scopes.contains(Scopes.ROLES) && scopes.contains(Scopes.GROUPS)) {
            claims.claim("groups", List.copyOf(new TreeSet<>(user.groups())));
        }
        return sign(client, claims);
    }

    /** For the client itself (RFC 6749 §4.4); RFC 9068 §2.2 makes it its own subject. */
    String accessToken(Client client, Collection<String> scopes, HeldPlace place) {
        Instant end = clock.instant().plus(client.accessTokenLifetime());
        JWTClaimsSet.Builder claims = accessTokenClaims(client, client.id().value(), scopes, ids.next())
                .claim(STATUS, listed(status.placeAlone(client.realm().name(), end)));
        entitle(claims, place);
        return sign(client, claims);
    }

    private static void entitle(JWTClaimsSet.Builder claims, HeldPlace place) {
        if (!place.roles().isEmpty()) { // RFC 9068 §2.2.3.1
            claims.claim("roles", place.roles());
            claims.claim("entitlements", place.entitlements());
        }
        place.details().ifPresent(details -> claims.claim("authorization_details", details)); // RFC 9396 §9.1
    }

    /** Token Status List §6.1: where those who do not ask us learn that it was taken back. */
    private static Map<String, Object> listed(StatusPlace place) {
        return Map.of(STATUS_LIST, Map.of("idx", place.index(), "uri", place.uri()));
    }

    String idToken(
            Client client,
            GrantMemory grant,
            ReleasedClaims person,
            Collection<String> scopes,
            Optional<String> nonce,
            String accessToken) {
        JWTClaimsSet.Builder claims = begun(client, grant.userId().toString(), client.idTokenLifetime())
                .audience(client.id().value())
                .claim("auth_time", grant.authTime())
                .claim("amr", List.copyOf(grant.amr()))
                .claim("sid", grant.sessionId().toString())
                .claim("at_hash", hash(client, accessToken));
        nonce.ifPresent(text -> claims.claim("nonce", text));
        grant.acr().ifPresent(acr -> claims.claim("acr", acr));
        person.of(idTokenClaims(client, grant, scopes)).forEach(claims::claim);
        return keys.sign(client.realm().name(), client.oidc().idTokenAlgorithm(), TokenTypes.ID_TOKEN, claims.build());
    }

    /** Profile and e-mail are in userinfo (OIDC Core §5.4), unless asked for by name or the client reads them only here. */
    private static Set<String> idTokenClaims(Client client, GrantMemory grant, Collection<String> scopes) {
        Set<String> released = new LinkedHashSet<>(scopes);
        if (client.oidc().claimsInIdToken()) {
            released.addAll(client.inIdTokenAlways());
        } else {
            released.retainAll(
                    Set.of(Scopes.GROUPS, Scopes.ROLES, Scopes.FEDERATED_ID)); // ours, with no place in the standard
        }
        Set<String> names = new LinkedHashSet<>(grant.idTokenClaims());
        names.addAll(StandardClaims.ofScopes(released));
        return names;
    }

    private JWTClaimsSet.Builder accessTokenClaims(
            Client client, String subject, Collection<String> scopes, String id) {
        List<String> audience = new ArrayList<>(client.oidc().audience());
        if (audience.isEmpty() || scopes.contains(Scopes.OPENID)) {
            audience.add(urls.issuer(client.realm().name())); // userinfo is a resource of ours
        }
        JWTClaimsSet.Builder claims = begun(client, subject, client.accessTokenLifetime())
                .audience(audience)
                .jwtID(id)
                .claim("client_id", client.id().value());
        return scopes.isEmpty() ? claims : claims.claim("scope", Scopes.text(scopes));
    }

    private JWTClaimsSet.Builder begun(Client client, String subject, Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // as it will be read back
        return new JWTClaimsSet.Builder()
                .issuer(urls.issuer(client.realm().name()))
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)));
    }

    private String sign(Client client, JWTClaimsSet.Builder claims) {
        JWTClaimsSet said = claims.build();
        tokens.issued(client.realm().name(), said.getJWTID());
        return keys.signToSeeAgain(
                client.realm().name(), client.oidc().accessTokenAlgorithm(), TokenTypes.ACCESS_TOKEN, said);
    }

    private static String hash(Client client, String accessToken) { // OIDC Core §3.1.3.6
        return AccessTokenHash.compute(
                        new BearerAccessToken(accessToken),
                        client.oidc().idTokenAlgorithm().jws())
                .getValue();
    }
}
