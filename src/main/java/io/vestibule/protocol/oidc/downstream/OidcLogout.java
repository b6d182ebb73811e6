package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.keys.JwtKeys;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import io.vestibule.realm.Realms;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a relying party that a session is over: server to server (OpenID Connect Back-Channel Logout 1.0), or, when it can only
 * be told so, by a page of its own (Front-Channel Logout 1.0).
 */
@ApplicationScoped
class OidcLogout implements LogoutParticipant {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration LIFETIME =
            Duration.ofMinutes(2); // §2.4: so short that it need not be remembered long
    private static final int LARGEST_ANSWER = 16 * 1024;

    private final Realms realms;
    private final Clients clients;
    private final JwtKeys keys;
    private final OidcUrls urls;
    private final OutboundClient outbound;
    private final RandomTokens ids;
    private final Clock clock;

    OidcLogout(
            Realms realms,
            Clients clients,
            JwtKeys keys,
            OidcUrls urls,
            OutboundClient outbound,
            RandomTokens ids,
            Clock clock) {
        this.realms = realms;
        this.clients = clients;
        this.keys = keys;
        this.urls = urls;
        this.outbound = outbound;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public LogoutNotice end(Party party) {
        SessionRef session = party.session();
        Optional<Client> client =
                realms.find(party.realm()).flatMap(found -> clients.find(found, party.relyingParty()));
        Optional<LogoutNotice> told =
                client.flatMap(known -> known.oidc().backchannelLogoutUri().map(uri -> tell(known, uri, session)));
        return told.or(() -> client.flatMap(
                        known -> known.oidc().frontchannelLogoutUri().map(uri -> page(known, uri, session))))
                .or(() -> client.filter(OidcLogout::hasTokensAlone).map(device -> new LogoutNotice.TokensAlone()))
                .orElseGet(LogoutNotice.Unsupported::new);
    }

    /** One that no browser signs in to has no session of its own that could go on. */
    private static boolean hasTokensAlone(Client client) {
        return !client.mayUse(GrantTypes.AUTHORIZATION_CODE);
    }

    private LogoutNotice tell(Client client, URI uri, SessionRef session) {
        Map<String, String> form = Map.of("logout_token", token(client, session)); // §2.5
        return switch (outbound.postForm(
                uri, Map.of(), form, Reach.trusting(uri).upTo(LARGEST_ANSWER))) {
            case OutboundOutcome.Answered answered -> {
                int status = answered.response().status();
                yield status == 200 || status == 204 // §2.8
                        ? new LogoutNotice.Done()
                        : LogoutNotice.ofStatus(status);
            }
            case OutboundOutcome.Failed failed -> new LogoutNotice.Failed(failed.kind() + ": " + failed.detail());
        };
    }

    /** Front-Channel Logout §2: always with iss and sid, whether the relying party needs them or not. */
    private LogoutNotice page(Client client, URI uri, SessionRef session) {
        String separator = uri.getRawQuery() == null ? "?" : "&";
        String issuer = URLEncoder.encode(urls.issuer(client.realm().name()), StandardCharsets.UTF_8);
        return new LogoutNotice.InFrame(URI.create(uri + separator + "iss=" + issuer + "&sid=" + session.id()));
    }

    /** §2.4; never a nonce, so that it cannot pass for an ID token. */
    private String token(Client client, SessionRef session) {
        RealmName realm = client.realm().name();
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(urls.issuer(realm))
                .subject(session.user().toString())
                .audience(client.id().value())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(ids.next())
                .claim("events", Map.of(EVENT, Map.of()))
                .claim("sid", session.id().toString())
                .build();
        return keys.sign(realm, client.oidc().idTokenAlgorithm(), TokenTypes.LOGOUT_TOKEN, claims);
    }
}
