package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Path;

/** The same below {@code /auth}, as older versions of Keycloak have them. */
@Path("/auth/realms/{realm}/protocol/openid-connect")
@RunOnVirtualThread
public class KeycloakOldLayoutEndpoint extends KeycloakLayoutEndpoint {
    KeycloakOldLayoutEndpoint(
            KeycloakLayout layout,
            AuthorizeEndpoint authorize,
            TokenEndpoint token,
            UserinfoEndpoint userinfo,
            EndSessionEndpoint endSession,
            JwksEndpoint jwks) {
        super(layout, authorize, token, userinfo, endSession, jwks);
    }
}
