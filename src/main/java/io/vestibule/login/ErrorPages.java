package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.Reference;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses with a page: the person gets a sentence, a reference and a way on; the audit log gets the reason. */
@ApplicationScoped
public class ErrorPages {
    private final AuditLog audit;
    private final BaseUrl base;

    public ErrorPages(AuditLog audit, BaseUrl base) {
        this.audit = audit;
        this.base = base;
    }

    /** A refusal outside any flow, such as an unknown client. {@code details} are protocol words, never input. */
    public BrowserReply page(
            Kind kind, Refusal refusal, Optional<RelyingPartyView> relyingParty, Optional<String> details) {
        return page(kind, refusal, relyingParty, details, List.of());
    }

    /** As above, with more ways on before those every page has. */
    public BrowserReply page(
            Kind kind,
            Refusal refusal,
            Optional<RelyingPartyView> relyingParty,
            Optional<String> details,
            List<WayOn> first) {
        Reference reference = audit.refuse(refusal);
        List<WayOn> ways = new ArrayList<>(first);
        relyingParty
                .flatMap(RelyingPartyView::home)
                .filter(home -> ways.stream().noneMatch(way -> way.label() == Label.BACK_TO_APPLICATION))
                .ifPresent(home -> ways.add(new WayOn(Label.BACK_TO_APPLICATION, home)));
        ways.add(new WayOn(Label.PORTAL_HOME, refusal.realm().map(base::issuer).orElseGet(() -> base.resolve("/"))));
        ErrorView view = new ErrorView(refusal.realm(), relyingParty, kind, details, reference, ways);
        return new BrowserReply.Page(status(kind), view);
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, UNKNOWN_APPLICATION, FLOW_LOST, LINK_OVER, UPSTREAM_REJECTED -> 400;
            case UPSTREAM_DENIED,
                    SIGNED_OUT_MEANWHILE,
                    ACCOUNT_REFUSED,
                    NO_RULE_MATCHES,
                    SECOND_FACTOR_NEEDED,
                    FORM_REFUSED -> 403;
            case NOT_FOUND -> 404;
            case THROTTLED -> 429;
            case UPSTREAM_UNREACHABLE -> 502;
            case INTERNAL -> 500;
        };
    }
}
