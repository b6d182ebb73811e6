package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A dashboard's own session is nothing but its tokens: by the time it could be told they are over, with all that were made from
 * them, in the transaction that ended the session or its part in it ({@code TokenSessions}).
 */
@ApplicationScoped
class WebSsoLogout implements LogoutParticipant {
    @Override
    public LogoutNotice end(Party party) {
        return new LogoutNotice.Done();
    }
}
