package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.login.BrowserSessions;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutRequest;
import io.vestibule.logout.PartyPart;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service provider ends the session by the browser (SAML Profiles §4.4). The cookie says which session it is; the request
 * must name that one, or nothing ends.
 */
@ApplicationScoped
class SingleLogout {
    static final String STEP = "saml-logout";

    private final Realms realms;
    private final InboundRequests messages;
    private final LogoutChecks checks;
    private final NamedSessions named;
    private final RepeatedLogouts repeated;
    private final BrowserSessions browserSessions;
    private final PartnerAnswers returning;
    private final SessionCookie sessionCookie;
    private final Logout logout;
    private final LogoutAnswers answers;
    private final LocalErrors errors;
    private final AuditLog audit;
    private final SamlUrls urls;
    private final Clock clock;

    SingleLogout(
            Realms realms,
            InboundRequests messages,
            LogoutChecks checks,
            NamedSessions named,
            RepeatedLogouts repeated,
            BrowserSessions browserSessions,
            PartnerAnswers returning,
            SessionCookie sessionCookie,
            Logout logout,
            LogoutAnswers answers,
            LocalErrors errors,
            AuditLog audit,
            SamlUrls urls,
            Clock clock) {
        this.realms = realms;
        this.messages = messages;
        this.checks = checks;
        this.named = named;
        this.repeated = repeated;
        this.browserSessions = browserSessions;
        this.returning = returning;
        this.sessionCookie = sessionCookie;
        this.logout = logout;
        this.answers = answers;
        this.errors = errors;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    BrowserReply redirected(String realmName, String rawQuery, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.noSuchRealm(STEP, visitor);
        }
        if (isAnswer(rawQuery)) {
            return returning.redirected(realm.get(), rawQuery, visitor);
        }
        try {
            return answer(
                    messages.redirected(realm.get(), here(realm.get()), rawQuery, LOGOUT),
                    LogoutAddress.Binding.REDIRECT,
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
            if (form.single("SAMLResponse").isPresent()) {
                return returning.posted(realm.get(), form, visitor);
            }
            if (!form.bounced()
                    && sessionCookie.tokens(realm.get().name(), visitor).isEmpty()) { // as SingleSignOn does
                return new BrowserReply.AutoPost(here(realm.get()), form.bouncing());
            }
            return answer(
                    messages.posted(realm.get(), here(realm.get()), form, LOGOUT), LogoutAddress.Binding.POST, visitor);
        } catch (SamlRefused refused) {
            return errors.refused(realm.get(), STEP, refused, visitor);
        }
    }

    /** Of the two messages that come here; one that is both is refused by whoever reads it. */
    private static boolean isAnswer(String rawQuery) {
        return rawQuery.startsWith("SAMLResponse=") || rawQuery.contains("&SAMLResponse=");
    }

    /** The session is over: the service provider is told. */
    BrowserReply answered(String realmName, String sealed, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return errors.noSuchRealm(STEP, visitor);
        }
        return answers.open(realm.get(), sealed)
                .orElseGet(() -> errors.refused(
                        realm.get(), STEP, new SamlRefused("logout-answer", "an answer sealed here", "none"), visitor));
    }

    private static final Class<org.opensaml.saml.saml2.core.LogoutRequest> LOGOUT =
            org.opensaml.saml.saml2.core.LogoutRequest.class;

    private BrowserReply answer(
            Incoming<org.opensaml.saml.saml2.core.LogoutRequest> incoming,
            LogoutAddress.Binding binding,
            Visitor visitor)
            throws SamlRefused {
        LogoutChecks.Signed signed = checks.signed(incoming);
        RequestChecks.Asker<org.opensaml.saml.saml2.core.LogoutRequest> asker = signed.asker();
        ServiceProvider party = asker.party();
        Set<SessionId> inThisBrowser = browserSessions.living(party.realm(), visitor).stream()
                .map(signedIn -> signedIn.session().id())
                .collect(Collectors.toSet());
        List<Session> all = named.of(party, asker.message());
        Optional<Session> meant = all.stream()
                .filter(session -> inThisBrowser.contains(session.id()))
                .findFirst();
        if (meant.isEmpty() || !signed.mayEnd()) {
            return repeated(signed, binding, incoming.relayState(), meant, visitor);
        }
        repeated.begin(asker, visitor, meant.get().id());
        return logout.begin(
                wish(
                        asker,
                        binding,
                        incoming.relayState(),
                        meant.get().id(),
                        all.stream().map(Session::id).collect(Collectors.toSet()),
                        Optional.of(meant.get().user())),
                all.stream()
                        .filter(session -> !inThisBrowser.contains(session.id()))
                        .filter(session ->
                                session.user().equals(meant.get().user())) // an address is handed on at times
                        .toList(), // without an index, or by several, it means more than one (SAML Core §3.7.1)
                visitor);
    }

    private BrowserReply repeated(
            LogoutChecks.Signed signed,
            LogoutAddress.Binding binding,
            Optional<String> relayState,
            Optional<Session> living,
            Visitor visitor)
            throws SamlRefused {
        RepeatedLogouts.Wishes wishes =
                over -> wish(signed.asker(), binding, relayState, over, Set.of(over), Optional.empty());
        Optional<BrowserReply> again = living.isPresent()
                ? repeated.awaited(signed.asker(), wishes, visitor)
                : repeated.shown(signed.asker(), wishes, visitor);
        if (again.isPresent()) {
            return again.get();
        }
        signed.requireNew();
        return refused(signed.asker(), binding, relayState, visitor);
    }

    private LogoutRequest wish(
            RequestChecks.Asker<org.opensaml.saml.saml2.core.LogoutRequest> asker,
            LogoutAddress.Binding binding,
            Optional<String> relayState,
            SessionId session,
            Set<SessionId> named,
            Optional<UserId> user) {
        ServiceProvider party = asker.party();
        LogoutRequest wish = new LogoutRequest(
                party.realm().name(),
                Optional.of(party.id()),
                Optional.of(session),
                user,
                answers.address(party, said(asker, binding, relayState, SamlStatus.SUCCESS)),
                answers.address(party, said(asker, binding, relayState, SamlStatus.PARTIAL_LOGOUT)));
        return wish.by(new PartyPart(SamlProofIssuer.PROTOCOL, party.id()), named);
    }

    private BrowserReply refused(
            RequestChecks.Asker<org.opensaml.saml.saml2.core.LogoutRequest> asker,
            LogoutAddress.Binding binding,
            Optional<String> relayState,
            Visitor visitor)
            throws SamlRefused {
        ServiceProvider party = asker.party();
        audit.refuse(new Refusal(
                party.realm().name(),
                Circumstances.from(visitor.address()).at(party.id()),
                STEP,
                "no-such-session",
                "a session of this browser in which it takes part",
                "none that the request names"));
        return answers.give(party, said(asker, binding, relayState, SamlStatus.UNKNOWN_PRINCIPAL))
                .orElseThrow(() -> new SamlRefused("no-logout-service", "a place to answer to", "none"));
    }

    private LogoutAnswer said(
            RequestChecks.Asker<org.opensaml.saml.saml2.core.LogoutRequest> asker,
            LogoutAddress.Binding binding,
            Optional<String> relayState,
            SamlStatus status) {
        return new LogoutAnswer(
                asker.party().entityId(),
                String.valueOf(asker.message().getID()),
                relayState,
                binding,
                status,
                clock.instant().getEpochSecond());
    }

    private URI here(Realm realm) {
        return urls.singleLogout(realm.name());
    }
}
