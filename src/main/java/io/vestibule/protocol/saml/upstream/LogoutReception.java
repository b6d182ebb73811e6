package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest.Destination;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.logout.OngoingLogout;
import io.vestibule.logout.UpstreamMessage.Carrier;
import io.vestibule.protocol.saml.xml.XmlReading;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/** What becomes of logout messages of identity providers: the session is over, or the person is back from over there. */
@ApplicationScoped
class LogoutReception {
    private static final String STEP = "upstream-logout";

    private final XmlReading reading;
    private final SignedOutThere signedOut;
    private final BroughtLogout brought;
    private final LogoutAnswers answers;
    private final OngoingLogout logout;
    private final ErrorPages errors;
    private final AuditLog audit;

    LogoutReception(
            XmlReading reading,
            SignedOutThere signedOut,
            BroughtLogout brought,
            LogoutAnswers answers,
            OngoingLogout logout,
            ErrorPages errors,
            AuditLog audit) {
        this.reading = reading;
        this.signedOut = signedOut;
        this.brought = brought;
        this.answers = answers;
        this.logout = logout;
        this.errors = errors;
        this.audit = audit;
    }

    /** Carried by a browser. */
    BrowserReply received(SamlConnector connector, InboundMessage message, Destination destination, Visitor visitor) {
        Ourselves ourselves = connector.ourselves();
        Circumstances circumstances = Circumstances.from(visitor.address()).by(ourselves.connector());
        Step<BrowserReply> reply = Read.of(() -> InboundLogout.of(message, reading))
                .then(inbound -> inbound.message() instanceof LogoutRequest
                        ? brought.ended(connector, message, inbound, destination, visitor)
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
                .request(new InboundLogout(request, Optional.empty(), Optional.empty()), Carrier.UPSTREAM)
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

    /** The browser is done with those whom only it could tell; who asked for that is answered. */
    BrowserReply answered(SamlConnector connector, String sealed, Visitor visitor) {
        return answers.open(connector, sealed)
                .orElseGet(() -> errors.page(
                        Kind.BAD_REQUEST,
                        new Refusal(
                                connector.ourselves().realm(),
                                Circumstances.from(visitor.address()).by(connector.id()),
                                STEP,
                                "logout-answer",
                                "an answer sealed here a short time ago",
                                "none"),
                        Optional.empty(),
                        Optional.empty()));
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
