package io.vestibule.journey;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The other end: every relying party of the realm {@code house}, on the Nimbus SDK. Each verifies what it gets as OpenID
 * Connect Core §3.1.3.7 says, and knows nothing of the server but its issuer.
 */
@ApplicationScoped
public class RelyingParties {
    private final ObjectMapper json = new ObjectMapper();
    private final Issuer issuer;
    private final URI base;

    RelyingParties(BaseUrl server, @ConfigProperty(name = "journey.party-port", defaultValue = "0") int port) {
        this.issuer = new Issuer(server.value() + "/realms/house");
        this.base = URI.create("http://localhost:" + port);
    }

    Issuer issuer() {
        return issuer;
    }

    public URI base() {
        return base;
    }

    URI callback(String client) {
        return base.resolve("/" + client + "/callback");
    }

    public OIDCProviderMetadata metadata() {
        try {
            return OIDCProviderMetadata.resolve(issuer);
        } catch (GeneralException | IOException broken) {
            throw new IllegalStateException("the discovery document", broken);
        }
    }

    /** Redeems the code, verifies the ID token, asks userinfo; gives what a test wants to see, as JSON. */
    Map<String, Object> redeem(String client, String code, CodeVerifier verifier, Nonce nonce) {
        OIDCProviderMetadata metadata = metadata();
        OIDCTokenResponse answer =
                tokens(client, new AuthorizationCodeGrant(new AuthorizationCode(code), callback(client), verifier));
        Map<String, Object> seen = new LinkedHashMap<>();
        try {
            JWSAlgorithm algorithm = client.equals("notes") ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
            IDTokenClaimsSet claims = new IDTokenValidator(
                            issuer,
                            new ClientID(client),
                            algorithm,
                            metadata.getJWKSetURI().toURL())
                    .validate(answer.getOIDCTokens().getIDToken(), nonce);
            AccessTokenValidator.validate(
                    answer.getOIDCTokens().getAccessToken(), algorithm, claims.getAccessTokenHash());
            seen.put("id_token", answer.getOIDCTokens().getIDTokenString());
            seen.put("claims", claims.toJSONObject());
        } catch (Exception refused) {
            throw new IllegalStateException("the ID token does not verify", refused);
        }
        String accessToken = answer.getOIDCTokens().getAccessToken().getValue();
        seen.put("access_token", accessToken);
        RefreshToken refreshToken = answer.getOIDCTokens().getRefreshToken();
        seen.put("refresh_token", refreshToken == null ? "" : refreshToken.getValue());
        HTTPResponse userinfo = userinfo(accessToken);
        if (userinfo.getStatusCode() != 200) {
            throw new IllegalStateException("userinfo: " + userinfo.getStatusCode() + userinfo.getBody());
        }
        seen.put("userinfo", tree(userinfo));
        return seen;
    }

    public HTTPResponse userinfo(String accessToken) {
        return send(new UserInfoRequest(metadata().getUserInfoEndpointURI(), new BearerAccessToken(accessToken))
                .toHTTPRequest());
    }

    /** The token endpoint's answer to a refresh token, whatever it is. */
    public HTTPResponse refresh(String client, String refreshToken) {
        return send(request(client, new RefreshTokenGrant(new RefreshToken(refreshToken))));
    }

    private OIDCTokenResponse tokens(String client, AuthorizationGrant grant) {
        HTTPResponse response = send(request(client, grant));
        try {
            TokenResponse read = OIDCTokenResponseParser.parse(response);
            if (!read.indicatesSuccess()) {
                throw new IllegalStateException("token: " + response.getStatusCode() + " " + response.getBody());
            }
            return (OIDCTokenResponse) read.toSuccessResponse();
        } catch (ParseException broken) {
            throw new IllegalStateException("token: " + response.getBody(), broken);
        }
    }

    private HTTPRequest request(String client, AuthorizationGrant grant) {
        Secret secret = new Secret("secret-of-" + client + "-for-the-journeys");
        return new TokenRequest.Builder(
                        metadata().getTokenEndpointURI(), new ClientSecretBasic(new ClientID(client), secret), grant)
                .build()
                .toHTTPRequest();
    }

    private static HTTPResponse send(HTTPRequest request) {
        try {
            return request.send();
        } catch (IOException broken) {
            throw new IllegalStateException(request.getURL().toString(), broken);
        }
    }

    private Object tree(HTTPResponse response) {
        try {
            return json.readTree(response.getBody());
        } catch (IOException broken) {
            throw new IllegalStateException(response.getBody(), broken);
        }
    }
}
