package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.account.AccountVisits;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
import io.vestibule.login.OwnFactors;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may use the API of their account: a token counts when there is one, otherwise the browser's session. */
@ApplicationScoped
class AccountApiDoor {
    private static final String BEARER = "bearer ";
    private static final String STEP = "account-api";

    private final Realms realms;
    private final AccountVisits visits;
    private final OwnFactors factors;
    private final AuditLog audit;

    AccountApiDoor(Realms realms, AccountVisits visits, OwnFactors factors, AuditLog audit) {
        this.realms = realms;
        this.visits = visits;
        this.factors = factors;
        this.audit = audit;
    }

    /** Whether they are in. */
    sealed interface Entered {
        record In(AccountVisit visit) implements Entered {}

        record Out(int status, String code, String description) implements Entered {}
    }

    Entered enter(String realmName, @Nullable String authorization, Visitor visitor) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return new Entered.Out(404, "not-found", "There is no such realm.");
        }
        if (authorization != null) {
            return token(authorization)
                    .flatMap(token -> visits.byToken(realm.get(), token))
                    .<Entered>map(Entered.In::new)
                    .orElseGet(() -> refused(
                            realm.get(),
                            visitor,
                            new Entered.Out(401, "invalid_token", "The access token does not open an account here.")));
        }
        return visits.of(realm.get(), visitor)
                .<Entered>map(Entered.In::new)
                .orElseGet(() -> new Entered.Out(401, "not-signed-in", "Nobody is signed in in this browser."));
    }

    /** As above, for what changes something: a browser's request must come from a page of ours. */
    Entered enterToChange(String realm, @Nullable String authorization, String formKey, Visitor visitor) {
        return switch (enter(realm, authorization, visitor)) {
            case Entered.In in when isMeant(in.visit(), formKey) -> in;
            case Entered.In in ->
                refused(
                        in.visit().realm(),
                        visitor,
                        new Entered.Out(403, "form-key-wrong", "The header X-CSRF-Token does not carry the form key."));
            case Entered.Out out -> out;
        };
    }

    /** As above, of somebody who proved a short time ago who they are, with a second factor where they have any. */
    Entered enterProven(String realm, @Nullable String authorization, String formKey, Visitor visitor) {
        return proven(enterToChange(realm, authorization, formKey, visitor), visitor);
    }

    /**
     * As above, in a session of this browser: a token is lent for a while and to whoever holds it, and a way in that it made
     * would be left when it is taken back.
     */
    Entered enterToChangeWaysIn(String realm, @Nullable String authorization, String formKey, Visitor visitor) {
        return switch (enterToChange(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit)
            when visit.session().isEmpty() ->
                refuse(visit, visitor, 403, "session-required", "Ways in change only in a session of a browser.");
            case Entered entered -> proven(entered, visitor);
        };
    }

    private Entered proven(Entered entered, Visitor visitor) {
        return switch (entered) {
            case Entered.In(AccountVisit visit)
            when !visit.fresh() ->
                refuse(visit, visitor, 403, "login-required", "This asks for a login a short time ago.");
            case Entered.In(AccountVisit visit)
            when !factors.provenEnough(visit.realm(), visit.user(), visitor) ->
                refuse(visit, visitor, 403, "factor-required", "This asks for a login that showed the second factor.");
            case Entered other -> other;
        };
    }

    /** Something that somebody who is in may not do, or not so. */
    Entered.Out refuse(AccountVisit visit, Visitor visitor, int status, String code, String description) {
        audit.refuse(new Refusal(
                visit.realm().name(),
                Circumstances.from(visitor.address()).of(visit.user().id()),
                STEP,
                code));
        return new Entered.Out(status, code, description);
    }

    /** No foreign page can make a browser send an Authorization header; a cookie it sends by itself. */
    private boolean isMeant(AccountVisit visit, String formKey) {
        return visit.session().isEmpty() || visits.isGenuine(visit, formKey);
    }

    private static Optional<String> token(String authorization) {
        return Optional.of(authorization)
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private Entered.Out refused(Realm realm, Visitor visitor, Entered.Out out) {
        audit.refuse(new Refusal(realm.name(), Circumstances.from(visitor.address()), STEP, out.code()));
        return out;
    }
}
