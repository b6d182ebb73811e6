package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.account.AccountVisits;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.LoginFlow;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Every page of the account goes through here: signed in, forms of this session only, a recent login where it matters. */
@ApplicationScoped
class AccountGate {
    private final Realms realms;
    private final AccountVisits visits;
    private final OwnFactors factors;
    private final PortalDoor door;
    private final LoginFlow flow;
    private final ErrorPages errors;
    private final BaseUrl base;

    AccountGate(
            Realms realms,
            AccountVisits visits,
            OwnFactors factors,
            PortalDoor door,
            LoginFlow flow,
            ErrorPages errors,
            BaseUrl base) {
        this.realms = realms;
        this.visits = visits;
        this.factors = factors;
        this.door = door;
        this.flow = flow;
        this.errors = errors;
        this.base = base;
    }

    interface Step {
        BrowserReply take(AccountVisit visit);
    }

    /** To be shown; whoever is not signed in is sent to sign in, and comes back to {@code page}. */
    BrowserReply show(String realmName, String page, BrowserRequest request, Step step) {
        return inRealm(
                realmName,
                request,
                realm -> visits.of(realm, request.visitor())
                        .map(step::take)
                        .orElseGet(() -> flow.begin(door.toAccount(realm, page), request.visitor())));
    }

    /** As above, to somebody who proved a short time ago who they are, or does it now. */
    BrowserReply showFresh(String realmName, String page, BrowserRequest request, Step step) {
        return show(realmName, page, request, visit -> visit.fresh() ? step.take(visit) : again(visit, page, request));
    }

    /** A posted form: of this session, or refused. */
    BrowserReply change(String realmName, String page, String formKey, BrowserRequest request, Step step) {
        return show(
                realmName,
                page,
                request,
                visit -> visits.isGenuine(visit, formKey)
                        ? step.take(visit)
                        : refused(visit.realm(), page, request.visitor()));
    }

    /** As above, of somebody who proved a short time ago who they are; otherwise they do, and begin again at {@code page}. */
    BrowserReply changeFresh(String realmName, String page, String formKey, BrowserRequest request, Step step) {
        return change(
                realmName,
                page,
                formKey,
                request,
                visit -> visit.fresh() ? step.take(visit) : again(visit, page, request));
    }

    /** To somebody whose browser has shown a second factor, where they have any; else they do, and begin again at {@code page}. */
    BrowserReply withFactor(AccountVisit visit, String page, BrowserRequest request, Step step) {
        return factors.provenEnough(visit.realm(), visit.user(), request.visitor())
                ? step.take(visit)
                : flow.begin(door.toAccountWithFactor(visit.realm(), page, visit.user()), request.visitor());
    }

    /** The person proves once more who they are, and comes back to {@code page}. */
    BrowserReply again(AccountVisit visit, String page, BrowserRequest request) {
        return flow.begin(
                door.toAccountAgain(visit.realm(), page, visit.user(), AccountVisits.RECENT), request.visitor());
    }

    /** To the account of somebody else in this browser. */
    BrowserReply another(String realmName, BrowserRequest request) {
        return inRealm(
                realmName, request, realm -> flow.begin(door.toAccountOfAnother(realm, "account"), request.visitor()));
    }

    /** {@code page} of the account, such as {@code account/sessions?done=session-ended}. */
    URI at(Realm realm, String page) {
        return URI.create(base.issuer(realm.name()) + "/" + page);
    }

    BrowserReply to(AccountVisit visit, String page) {
        return new BrowserReply.Redirect(at(visit.realm(), page));
    }

    private interface InRealm {
        BrowserReply take(Realm realm);
    }

    private BrowserReply inRealm(String name, BrowserRequest request, InRealm step) {
        return realms.find(name)
                .map(step::take)
                .orElseGet(() -> errors.page(
                        Kind.NOT_FOUND,
                        new Refusal(
                                Optional.empty(),
                                Circumstances.from(request.visitor().address()),
                                "account",
                                "no-such-realm",
                                "",
                                ""),
                        Optional.empty(),
                        Optional.empty()));
    }

    private BrowserReply refused(Realm realm, String page, Visitor visitor) {
        return errors.page(
                Kind.FORM_REFUSED,
                new Refusal(realm.name(), Circumstances.from(visitor.address()), "account", "form-not-of-this-session"),
                Optional.empty(),
                Optional.empty(),
                List.of(new WayOn(Label.TRY_AGAIN, at(realm, page))));
    }
}
