package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The proof of SAML is a Response with an Assertion, taken to the service provider by the browser. */
@ApplicationScoped
class SamlProofIssuer implements ProofIssuer {
    static final String PROTOCOL = "saml";

    private final ServiceProviders parties;
    private final Proofs proofs;
    private final FrontChannel front;
    private final PartnerLogout logout;

    SamlProofIssuer(ServiceProviders parties, Proofs proofs, FrontChannel front, PartnerLogout logout) {
        this.parties = parties;
        this.proofs = proofs;
        this.front = front;
        this.logout = logout;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        return front.take(
                request,
                proofs.of(request, authentication),
                Optional.of(authentication.session().id()));
    }

    @Override
    public boolean provesAtOnce() {
        return true;
    }

    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        return front.take(request, proofs.refusal(request, refusal));
    }

    @Override
    public String participation(AuthnRequest request, Authentication authentication) {
        return proofs.name(request, authentication).map(PersonName::remembered).orElse("");
    }

    @Override
    public Optional<LogoutParticipant> logoutParticipant() {
        return Optional.of(logout);
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return parties.find(realm, id).map(ServiceProvider::party);
    }
}
