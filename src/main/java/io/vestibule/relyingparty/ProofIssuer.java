package io.vestibule.relyingparty;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import java.util.Optional;

/** Makes the proof that one downstream protocol understands. One CDI bean each. */
public interface ProofIssuer {
    /** The name {@link AuthnRequest#protocol()} carries: {@code oidc}, {@code saml}. */
    String protocol();

    BrowserReply prove(AuthnRequest request, Authentication authentication);

    /** Each dialect has its own way to say no. */
    BrowserReply refuse(AuthnRequest request, Refusal refusal);

    /** The relying party of this protocol, when it is declared and switched on. */
    default Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id);
    }

    /**
     * The device that gets the proof in the browser's stead. The person is then always asked, and shown which it is: whoever
     * began there may have sent them here (RFC 8628 §5.4).
     */
    default Optional<WaitingDevice> waitingDevice(AuthnRequest request) {
        return Optional.empty();
    }

    /**
     * Whether a proof is good the moment it leaves. Where the relying party comes back to us with it first, the session is looked
     * at then.
     */
    default boolean provesAtOnce() {
        return false;
    }

    /** Whether a page of the relying party may watch the browser for the end of the session. */
    default boolean isWatched(AuthnRequest request) {
        return false;
    }

    /** What must be known of a proof later, to tell the relying party that the session is over; at most 2,000 characters. */
    default String participation(AuthnRequest request, Authentication authentication) {
        return "";
    }

    default Optional<LogoutParticipant> logoutParticipant() {
        return Optional.empty();
    }
}
