package io.vestibule.login;

import io.vestibule.directory.User;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UserId;
import io.vestibule.relyingparty.Refusal.Reason;
import io.vestibule.relyingparty.RequestedContext;
import java.util.Optional;

/** What a request demands of whoever was just authenticated, by whatever door. */
final class Demands {
    private Demands() {}

    /** Why not, and the word for the audit log. */
    record Unmet(Reason reason, String word) {}

    static Optional<Unmet> unmet(LoginContext context, UpstreamIdentity identity, User user) {
        return otherPerson(context, user).or(() -> tooWeak(context, identity));
    }

    static Optional<Unmet> otherPerson(LoginContext context, User user) {
        Optional<UserId> expected = context.request().hints().expectedUser();
        if (expected.isPresent() && !expected.get().equals(user.id())) {
            // OpenID Connect Core §3.1.2.1: never answer for somebody else than the hint names.
            return Optional.of(new Unmet(Reason.LOGIN_REQUIRED, "other-person-than-hinted"));
        }
        return Optional.empty();
    }

    static Optional<Unmet> tooWeak(LoginContext context, UpstreamIdentity identity) {
        RequestedContext wanted = context.request().context();
        boolean weak = wanted.essential() && !Assurance.meets(context.realm(), identity.context(), wanted);
        return weak ? Optional.of(new Unmet(Reason.CONTEXT_NOT_MET, "acr-not-met")) : Optional.empty();
    }
}
