package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import io.vestibule.protocol.keystone.wire.ShownCertificate;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v3/OS-OAUTH2/token}: an application credential as OAuth 2.0 client credentials, RFC 6749 §4.4. */
@Path("/realms/{realm}/v3/OS-OAUTH2/token")
@RunOnVirtualThread
public class OAuth2TokenEndpoint {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final Calls calls;
    private final ClientCredentials clients;
    private final CertifiedClients certified;

    OAuth2TokenEndpoint(Calls calls, ClientCredentials clients, CertifiedClients certified) {
        this.calls = calls;
        this.clients = clients;
        this.certified = certified;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Reply token(
            @PathParam("realm") String realm,
            @FormParam("grant_type") @Nullable String grantType,
            @FormParam("client_id") @Nullable String clientId,
            @FormParam("client_secret") @Nullable String clientSecret,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        if (grantType == null) {
            return error(BAD_REQUEST, "invalid_request", "The parameter grant_type is required.");
        }
        if (!grantType.equals("client_credentials")) {
            return error(
                    BAD_REQUEST,
                    "unsupported_grant_type",
                    "The parameter grant_type " + grantType + " is not supported.");
        }
        Optional<Client> client = basic(authorization)
                .or(() -> clientId == null || clientSecret == null
                        ? Optional.empty()
                        : Optional.of(new Client(clientId, clientSecret)));
        try {
            return answer(client.map(known -> clients.token(call, known.id(), known.secret()))
                    .or(() -> ShownCertificate.of(call)
                            .filter(certificate -> clientId != null)
                            .map(certificate -> certified.token(call, String.valueOf(clientId), certificate)))
                    .orElseThrow(() -> KeystoneRefused.unauthorized().because("no-client-credentials")));
        } catch (KeystoneRefused refused) {
            clients.record(call, refused);
            return error(UNAUTHORIZED, "invalid_client", "Client authentication failed.")
                    .header(
                            HttpHeaders.WWW_AUTHENTICATE,
                            "Keystone uri=\"" + call.base() + "\""); // RFC 6749 §5.2 wants a challenge
        }
    }

    private record Client(String id, String secret) {}

    private static Optional<Client> basic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Client(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Reply answer(Issued issued) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", issued.text())
                .put(
                        "expires_in",
                        Duration.between(
                                        issued.token().issuedAt(),
                                        issued.token().expiresAt())
                                .toSeconds())
                .put("token_type", "Bearer");
        return new Reply(OK, body, Map.of(HttpHeaders.CACHE_CONTROL, "no-store"));
    }

    private static Reply error(int status, String word, String sentence) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("error", word).put("error_description", sentence);
        return new Reply(status, body, Map.of());
    }
}
