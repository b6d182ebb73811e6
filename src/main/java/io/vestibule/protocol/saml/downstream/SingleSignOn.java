package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.login.LoginFlow;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.AuthnRequest;

/** The single sign-on service (SAML Profiles §4.1) by Redirect and POST, and what is started here. Stores nothing. */
@ApplicationScoped
class SingleSignOn {
    static final String STEP = "saml-sso";
    private static final List<ConsumerBinding> BY_BROWSER = List.of(ConsumerBinding.POST, ConsumerBinding.ARTIFACT);

    private final Realms realms;
    private final InboundRequests messages;
    private final RequestChecks checks;
    private final RequestRules rules;
    private final AuthnRequests requests;
    private final ServiceProviders parties;
    private final Proofs proofs;
    private final FrontChannel front;
    private final LoginFlow flow;
    private final LocalErrors errors;
    private final SessionCookie sessionCookie;
    private final AuditLog audit;
    private final SamlUrls urls;

    SingleSignOn(
            Realms realms,
            InboundRequests messages,
            RequestChecks checks,
            RequestRules rules,
            AuthnRequests requests,
            ServiceProviders parties,
            Proofs proofs,
            FrontChannel front,
            LoginFlow flow,
            LocalErrors errors,
            SessionCookie sessionCookie,
            AuditLog audit,
            SamlUrls urls) {
        this.realms = realms;
        this.messages = messages;
        this.checks = checks;
        this.rules = rules;
        this.requests = requests;
        this.parties = parties;
        this.proofs = proofs;
        this.front = front;
        this.flow = flow;
        this.errors = errors;
        this.sessionCookie = sessionCookie;
        this.audit = audit;
        this.urls = urls;
    }

    BrowserReply redirected(String realmName, String rawQuery, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.noSuchRealm(STEP, visitor);
        }
        try {
            return answer(
                    messages.redirected(
                            realm.get(), urls.singleSignOn(realm.get().name()), rawQuery, AuthnRequest.class),
                    visitor);
        } catch (SamlRefused refused) {
            return errors.refused(realm.get(), STEP, refused, visitor);
        }
    }

    BrowserReply posted(String realmName, PostedForm form, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.noSuchRealm(STEP, visitor);
        }
        try {
            form.check();
            // A POST from another site comes without our SameSite=Lax cookies; posted again by ourselves it brings
            // them.
            if (!form.bounced()
                    && sessionCookie.tokens(realm.get().name(), visitor).isEmpty()) {
                return new BrowserReply.AutoPost(urls.singleSignOn(realm.get().name()), form.bouncing());
            }
            return answer(
                    messages.posted(realm.get(), urls.singleSignOn(realm.get().name()), form, AuthnRequest.class),
                    visitor);
        } catch (SamlRefused refused) {
            return errors.refused(realm.get(), STEP, refused, visitor);
        }
    }

    /** Started here, for a service provider that takes what it did not ask for (SAML Profiles §4.1.5). */
    BrowserReply initiated(String realmName, String entityId, Optional<String> relayState, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.noSuchRealm(STEP, visitor);
        }
        try {
            RequestChecks.requireBounded(relayState);
            ServiceProvider party = parties.require(realm.get(), entityId);
            if (!party.saml().idpInitiated()) {
                throw new SamlRefused("not-idp-initiated", "idpInitiated of this service provider", "off");
            }
            Consumer consumer = ConsumerChoice.usual(party)
                    .orElseThrow(() -> new SamlRefused("consumer-service", "one to send an answer to", "none"));
            return flow.begin(requests.unasked(party, consumer, relayState), visitor);
        } catch (SamlRefused refused) {
            return errors.refused(realm.get(), STEP, refused, visitor);
        }
    }

    private BrowserReply answer(Incoming<AuthnRequest> incoming, Visitor visitor) throws SamlRefused {
        RequestChecks.Asker<AuthnRequest> asker = checks.of(incoming);
        Consumer consumer = ConsumerChoice.of(asker.party(), asker.message(), BY_BROWSER);
        Asked asked = new Asked(asker.party(), asker.message(), consumer, incoming.relayState());
        return rules.broken(asked)
                .map(denied -> refuse(asked, denied, visitor))
                .orElseGet(() -> flow.begin(requests.of(asked), visitor));
    }

    private BrowserReply refuse(Asked asked, Denied denied, Visitor visitor) {
        audit.refuse(new Refusal(
                asked.party().realm().name(),
                Circumstances.from(visitor.address()).at(asked.party().id()),
                STEP,
                denied.reason(),
                denied.expected(),
                denied.actual()));
        io.vestibule.relyingparty.AuthnRequest request = requests.refusable(asked);
        return front.take(request, proofs.refusal(request, denied.status(), denied.message()));
    }
}
