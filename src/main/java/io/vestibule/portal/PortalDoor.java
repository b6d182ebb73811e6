package io.vestibule.portal;

import io.vestibule.browser.BrowserReply;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.User;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.realm.RelyingParty.ConsentMode;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.ProtocolMemory;
import io.vestibule.relyingparty.Refusal;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The portal as a relying party of its own realm: signing in to it needs no proof but the session itself. */
@ApplicationScoped
class PortalDoor implements ProofIssuer {
    private static final String PROTOCOL = "portal";
    private static final RelyingPartyId ITSELF = new RelyingPartyId("vestibule:portal");

    private static final String PAGE = "page";

    private final BaseUrl base;

    PortalDoor(BaseUrl base) {
        this.base = base;
    }

    /** A wish to sign in to the realm's own pages, through any connector. */
    AuthnRequest request(Realm realm) {
        return request(realm, "", RequestedContext.any(), Set.of(), Hints.none());
    }

    /** To a page of the account. {@code page} is below the realm's address: {@code account/sessions}. */
    AuthnRequest toAccount(Realm realm, String page) {
        return request(realm, page, RequestedContext.any(), Set.of(), Hints.none());
    }

    /** To such a page as somebody else than the current account. */
    AuthnRequest toAccountOfAnother(Realm realm, String page) {
        return request(realm, page, RequestedContext.any(), Set.of(Interaction.SELECT_ACCOUNT), Hints.none());
    }

    /** To such a page, and nobody else than {@code user}, who proves it now unless they did a short time ago. */
    AuthnRequest toAccountAgain(Realm realm, String page, User user, Duration recent) {
        return request(
                realm,
                page,
                new RequestedContext(List.of(), false, Optional.of(recent)),
                Set.of(),
                new Hints(
                        Optional.of(user.username()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(user.id()),
                        List.of()));
    }

    /** To such a page, by {@code user} and with a second factor. */
    AuthnRequest toAccountWithFactor(Realm realm, String page, User user) {
        return request(
                realm,
                page,
                new RequestedContext(List.of(FactorPolicy.CHECKED_HERE), true, Optional.empty()),
                Set.of(),
                new Hints(
                        Optional.of(user.username()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(user.id()),
                        List.of()));
    }

    /** Another account, proven now, to be linked to the one that is signed in. */
    AuthnRequest toAnotherAccountElsewhere(Realm realm, String page) {
        return request(realm, page, RequestedContext.any(), Set.of(Interaction.FORCE_AUTHN), Hints.none());
    }

    private AuthnRequest request(
            Realm realm, String page, RequestedContext context, Set<Interaction> interactions, Hints hints) {
        return new AuthnRequest(
                realm.name(),
                ITSELF,
                PROTOCOL,
                context,
                interactions,
                hints,
                Set.of(),
                base.issuer(realm.name()),
                new ProtocolMemory(Map.of(PAGE, page)));
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
        // Not to the page that asked: whoever is not signed in would be sent round in a circle.
        return new BrowserReply.Redirect(base.issuer(request.realm()));
    }

    /** The memory is sealed: nobody but us says where it leads. */
    private URI home(AuthnRequest request) {
        String page = request.memory().values().getOrDefault(PAGE, "");
        return page.isEmpty() ? base.issuer(request.realm()) : URI.create(base.issuer(request.realm()) + "/" + page);
    }
}
