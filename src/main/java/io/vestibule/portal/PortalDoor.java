package io.vestibule.portal;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.realm.RelyingParty.ConsentMode;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.ProtocolMemory;
import io.vestibule.relyingparty.Refusal;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The portal as a relying party of its own realm: signing in to it needs no proof but the session itself. */
@ApplicationScoped
class PortalDoor implements ProofIssuer {
    private static final String PROTOCOL = "portal";
    private static final RelyingPartyId ITSELF = new RelyingPartyId("vestibule:portal");

    private final BaseUrl base;

    PortalDoor(BaseUrl base) {
        this.base = base;
    }

    /** A wish to sign in to the realm's own pages, through any connector. */
    AuthnRequest request(Realm realm) {
        return new AuthnRequest(
                realm.name(),
                ITSELF,
                PROTOCOL,
                RequestedContext.any(),
                Set.of(),
                Hints.none(),
                Set.of(),
                base.issuer(realm.name()),
                new ProtocolMemory(Map.of()));
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return Optional.of(id)
                .filter(ITSELF::equals)
                .map(itself -> new RelyingParty(
                        itself,
                        realm.displayName(),
                        realm.theme().logo(),
                        Optional.of(base.issuer(realm.name())),
                        true,
                        Set.of(),
                        ConsentMode.TRUSTED,
                        Blocks.none()));
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        return new BrowserReply.Redirect(home(request));
    }

    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        return new BrowserReply.Redirect(home(request));
    }

    private URI home(AuthnRequest request) {
        return base.issuer(request.realm());
    }
}
