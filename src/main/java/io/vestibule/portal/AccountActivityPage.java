package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.account.Happening;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.portal.AccountView.ActivityPage;
import io.vestibule.portal.AccountView.Around;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.RelyingParty;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** What happened to a person's account lately. */
@Path("/realms/{realm}/account/activity")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountActivityPage {
    private static final String PATH = "account/activity";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Those that have a sentence of their own; of any other it is only said that something was changed. */
    static final Set<String> TOLD = Set.of(
            "signed-in",
            "program-signed-in",
            "session-ended",
            "application-left",
            "consent-given",
            "consent-refused",
            "grant-revoked",
            "password-set",
            "password-declared",
            "password-reset-asked",
            "password-reset",
            "email-proof-asked",
            "email-proven",
            "email-changed",
            "locked",
            "second-factor-added",
            "second-factor-removed",
            "second-factors-reset",
            "recovery-codes-made",
            "passkey-added",
            "passkey-removed",
            "recovery-code-used",
            "new-device-told",
            "provisioned",
            "changed",
            "identity-linked",
            "identity-linked-by-rule",
            "identity-unlinked",
            "merged-from-another",
            "merged-into-another",
            "merge-undone");

    private final AccountGate gate;
    private final AccountOverview overview;
    private final BrowserRequest request;

    AccountActivityPage(AccountGate gate, AccountOverview overview, BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.request = request;
    }

    @GET
    public BrowserReply activity(
            @PathParam("realm") String realm, @QueryParam("before") @DefaultValue("") String before) {
        Optional<UUID> one = id(before);
        String here = one.map(id -> PATH + "?before=" + id).orElse(PATH);
        return gate.show(
                realm, here, request, visit -> new BrowserReply.Page(200, page(visit, overview.activity(visit, one))));
    }

    private ActivityPage page(AccountVisit visit, AccountOverview.Lately lately) {
        return new ActivityPage(
                Around.of(visit, gate, PATH, ""),
                lately.happenings().stream()
                        .map(happening -> shown(visit, happening))
                        .toList(),
                lately.earlier().map(UUID::toString));
    }

    /** Of one of the lines; nothing else is one. */
    static Optional<UUID> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** The sentence for an event of the audit log. */
    static String happened(Texts texts, String event) {
        return texts.plain("account_happened_" + word(event), List.of());
    }

    private static String word(String event) {
        return TOLD.contains(event) ? event.replace('-', '_') : "changed";
    }

    private static ActivityPage.Shown shown(AccountVisit visit, Happening happening) {
        return new ActivityPage.Shown(
                happening,
                word(happening.event()),
                happening
                        .relyingParty()
                        .flatMap(visit.realm()::relyingParty)
                        .map(RelyingParty::displayName)
                        .orElse(""),
                happening
                        .connector()
                        .flatMap(visit.realm()::connector)
                        .map(ConnectorDeclaration::displayName)
                        .orElse(""));
    }
}
