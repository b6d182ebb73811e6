package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.User;
import io.vestibule.grants.FamilyToken;
import io.vestibule.identity.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Successful answers of the token endpoint (RFC 6749 §5.1, OIDC Core §3.1.3.3). */
@ApplicationScoped
class TokenResponses {
    private final TokenMint mint;
    private final AuditLog audit;

    TokenResponses(TokenMint mint, AuditLog audit) {
        this.mint = mint;
        this.audit = audit;
    }

    /** What came of a person's authorization. */
    record OfPerson(
            GrantMemory grant,
            User user,
            HeldPlace place,
            FamilyToken token,
            Collection<String> scopes,
            Optional<String> nonce,
            Optional<Secret> refreshToken) {}

    BackChannelAnswer ofPerson(BackChannelRequest request, String grantType, OfPerson issued) {
        Client client = request.client();
        HeldPlace place = issued.place().within(issued.scopes());
        Set<String> scopes = place.named(issued.scopes());
        String accessToken = mint.accessToken(client, issued.grant(), issued.user(), issued.token(), scopes, place);
        Map<String, Object> members = begun(client, accessToken, scopes);
        place.details().ifPresent(details -> members.put("authorization_details", details)); // RFC 9396 §7
        issued.refreshToken().ifPresent(token -> members.put("refresh_token", token.reveal()));
        if (issued.scopes().contains(Scopes.OPENID)) {
            members.put(
                    "id_token",
                    mint.idToken(
                            client,
                            issued.grant(),
                            new ReleasedClaims(issued.user(), issued.grant(), place.roles()),
                            scopes,
                            issued.nonce(),
                            accessToken));
        }
        Circumstances circumstances = request.circumstances()
                .by(issued.grant().connectorId())
                .of(issued.grant().userId())
                .in(issued.grant().sessionId());
        return given(client, circumstances, grantType, members);
    }

    BackChannelAnswer ofClient(
            BackChannelRequest request, String grantType, Collection<String> scopes, HeldPlace place) {
        Client client = request.client();
        Set<String> named = place.named(scopes);
        Map<String, Object> members = begun(client, mint.accessToken(client, named, place), named);
        place.details().ifPresent(details -> members.put("authorization_details", details)); // RFC 9396 §7
        return given(client, request.circumstances(), grantType, members);
    }

    private static Map<String, Object> begun(Client client, String accessToken, Collection<String> scopes) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", accessToken);
        members.put("token_type", "Bearer");
        members.put("expires_in", client.accessTokenLifetime().toSeconds());
        if (!scopes.isEmpty()) {
            members.put("scope", Scopes.text(scopes));
        }
        return members;
    }

    private BackChannelAnswer given(
            Client client, Circumstances circumstances, String grantType, Map<String, Object> members) {
        audit.record(
                new AuditEvent.ProofIssued(client.realm().name(), circumstances, OidcProofIssuer.PROTOCOL, grantType));
        return new BackChannelAnswer.Given(JsonReply.ok(members));
    }
}
