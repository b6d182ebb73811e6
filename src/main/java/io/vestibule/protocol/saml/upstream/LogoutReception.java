package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.logout.OngoingLogout;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/** What becomes of logout messages of identity providers: the session is over, or the person is back from over there. */
@ApplicationScoped
class LogoutReception {
    private static final String STEP = "upstream-logout";

    private final XmlReading reading;
    private final SignedOutThere signedOut;
    private final OngoingLogout logout;
    private final ErrorPages errors;
    private final AuditLog audit;
    private final BaseUrl base;

    LogoutReception(
            XmlReading reading,
            SignedOutThere signedOut,
            OngoingLogout logout,
            ErrorPages errors,
            AuditLog audit,
            BaseUrl base) {
        this.reading = reading;
        this.signedOut = signedOut;
        this.logout = logout;
        this.errors = errors;
        this.audit = audit;
        this.base = base;
    }

    /** Carried by a browser. */
    BrowserReply received(Ourselves ourselves, SamlConnector connector, InboundMessage message, Visitor visitor) {
        Circumstances circumstances = Circumstances.from(visitor.address()).by(ourselves.connector());
        Step<BrowserReply> reply = Read.of(() -> InboundLogout.of(message, reading))
                .then(inbound -> inbound.message() instanceof LogoutRequest
                        ? ended(ourselves, connector, inbound, circumstances)
                        : returned(ourselves, connector, inbound, visitor));
        return switch (reply) {
            case Step.Done<BrowserReply>(BrowserReply done) -> done;
            case Step.Stopped<BrowserReply>(AuthnOutcome no) ->
                errors.page(
                        no instanceof AuthnOutcome.Unreachable ? Kind.UPSTREAM_UNREACHABLE : Kind.UPSTREAM_REJECTED,
                        refusal(ourselves, circumstances, no),
                        Optional.empty(),
                        Optional.empty());
        };
    }

    /** The request to answer, and what to say. */
    record Told(String requestId, SignedOutThere.Outcome outcome) {}

    /** Said directly; gives what to answer when it is done. Otherwise it is recorded and nothing is said. */
    Optional<Told> told(
            Ourselves ourselves, SamlConnector connector, LogoutRequest request, Circumstances circumstances) {
        Circumstances by = circumstances.by(ourselves.connector());
        Step<Told> ended = connector
                .logout()
                .request(new InboundLogout(request, Optional.empty(), Optional.empty()))
                .then(ending -> signedOut
                        .end(ourselves.realm(), ourselves.connector(), ending, by)
                        .then(outcome -> Step.done(new Told(ending.requestId(), outcome))));
        return switch (ended) {
            case Step.Done<Told>(Told told) -> Optional.of(told);
            case Step.Stopped<Told>(AuthnOutcome no) -> {
                audit.refuse(refusal(ourselves, by, no));
                yield Optional.empty();
            }
        };
    }

    void notRead(Ourselves ourselves, Circumstances circumstances, AuthnOutcome no) {
        audit.refuse(refusal(ourselves, circumstances.by(ourselves.connector()), no));
    }

    /** The browser goes straight back: who only it could have told is not told, and the answer says so (decision 0016). */
    private Step<BrowserReply> ended(
            Ourselves ourselves, SamlConnector connector, InboundLogout inbound, Circumstances circumstances) {
        return connector
                .logout()
                .request(inbound)
                .then(ending -> signedOut
                        .end(ourselves.realm(), ourselves.connector(), ending, circumstances)
                        .then(outcome -> Step.done(connector
                                .signOut()
                                .answer(ending.provider(), ending.requestId(), outcome, inbound.relayState())
                                .orElseGet(() -> new BrowserReply.Redirect(base.issuer(ourselves.realm()))))));
    }

    private Step<BrowserReply> returned(
            Ourselves ourselves, SamlConnector connector, InboundLogout inbound, Visitor visitor) {
        String hop = inbound.relayState().orElse("");
        return connector
                .logout()
                .response(inbound, hop)
                .then(confirmed -> Step.done(logout.returned(ourselves.realm(), hop, confirmed, visitor)));
    }

    private static Refusal refusal(Ourselves ourselves, Circumstances circumstances, AuthnOutcome no) {
        return no instanceof AuthnOutcome.Rejected rejected
                ? new Refusal(
                        ourselves.realm(),
                        circumstances,
                        STEP,
                        rejected.reason(),
                        rejected.expected(),
                        rejected.actual())
                : new Refusal(ourselves.realm(), circumstances, STEP, "upstream-unreachable", "", no.toString());
    }
}
