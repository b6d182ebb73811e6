package io.vestibule.relyingparty;

import io.vestibule.browser.BrowserReply;
import java.util.Optional;

/** Makes the proof that one downstream protocol understands. One CDI bean each. */
public interface ProofIssuer {
    /** The name {@link AuthnRequest#protocol()} carries: {@code oidc}, {@code saml}. */
    String protocol();

    BrowserReply prove(AuthnRequest request, Authentication authentication);

    /** Each dialect has its own way to say no. */
    BrowserReply refuse(AuthnRequest request, Refusal refusal);

    default Optional<LogoutParticipant> logoutParticipant() {
        return Optional.empty();
    }
}
