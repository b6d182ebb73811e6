package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Reference;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.relyingparty.Refusal;
import io.vestibule.relyingparty.Refusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Says no in the course of a login: to the relying party in its own protocol, or to the person with a page. */
@ApplicationScoped
class Refusals {
    private final AuditLog audit;
    private final ErrorPages pages;
    private final LoginUrls urls;

    Refusals(AuditLog audit, ErrorPages pages, LoginUrls urls) {
        this.audit = audit;
        this.pages = pages;
        this.urls = urls;
    }

    BrowserReply toRelyingParty(LoginContext context, Visitor visitor, Reason reason, String word) {
        return context.issuer().refuse(context.request(), refusal(context, visitor, reason, word));
    }

    /** Recorded, and ready to be told. */
    Refusal refusal(LoginContext context, Visitor visitor, Reason reason, String word) {
        Reference reference = audit.refuse(new io.vestibule.audit.Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address()).at(context.relyingParty().id()),
                "login",
                word));
        return new Refusal(reason, sentence(reason), reference);
    }

    /**
     * What a connector said no with: to the person, with the flow given to try again; to the relying party when nothing may be
     * shown.
     */
    BrowserReply atConnector(
            LoginContext context, ConnectorId connector, Visitor visitor, String flow, Kind kind, Detail detail) {
        if (context.request().passive()) {
            return toRelyingParty(context, connector, visitor, Reason.LOGIN_REQUIRED, detail);
        }
        return pages.page(
                kind,
                entry(context, connector, visitor, detail),
                Optional.of(context.view()),
                Optional.empty(),
                List.of(
                        new WayOn(Label.TRY_AGAIN, urls.choose(context.realm().name(), flow)),
                        new WayOn(
                                Label.BACK_TO_APPLICATION,
                                urls.cancel(context.realm().name(), flow))));
    }

    /** What a connector said no with, told to the relying party. */
    BrowserReply toRelyingParty(
            LoginContext context, ConnectorId connector, Visitor visitor, Reason reason, Detail detail) {
        Reference reference = audit.refuse(entry(context, connector, visitor, detail));
        return context.issuer().refuse(context.request(), new Refusal(reason, sentence(reason), reference));
    }

    private static io.vestibule.audit.Refusal entry(
            LoginContext context, ConnectorId connector, Visitor visitor, Detail detail) {
        return new io.vestibule.audit.Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(connector),
                "login",
                detail.reason(),
                detail.expected(),
                detail.actual());
    }

    /** For the audit log only. */
    record Detail(String reason, String expected, String actual) {
        Detail(String reason) {
            this(reason, "", "");
        }
    }

    private static String sentence(Reason reason) {
        return switch (reason) {
            case LOGIN_REQUIRED -> "The person is not signed in.";
            case CONSENT_REQUIRED -> "The person has not agreed to this yet.";
            case ACCOUNT_SELECTION_REQUIRED -> "The person must choose an account.";
            case INTERACTION_REQUIRED -> "The person must be asked something first.";
            case ACCESS_DENIED -> "The request was denied.";
            case SCOPE_REFUSED -> "The person has no role there.";
            case CONTEXT_NOT_MET -> "The wanted way of signing in is not available.";
            case TEMPORARILY_UNAVAILABLE -> "The service is temporarily unavailable.";
            case SERVER_ERROR -> "Something went wrong here.";
        };
    }
}
