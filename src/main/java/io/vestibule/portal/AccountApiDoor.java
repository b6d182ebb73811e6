package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.account.AccountVisits;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
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
    private final AuditLog audit;

    AccountApiDoor(Realms realms, AccountVisits visits, AuditLog audit) {
        this.realms = realms;
        this.visits = visits;
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
