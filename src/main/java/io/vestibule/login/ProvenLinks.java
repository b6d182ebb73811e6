package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.SecondFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.PendingLogin.Linking;
import io.vestibule.login.PendingLogin.Linking.Proof;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What was proven towards linking, to whoever may go on with it: the browser that proved it, in the session that it is for. */
@ApplicationScoped
class ProvenLinks {
    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final LinkProofs proofs;
    private final FlowSeal seal;
    private final SecondFactors factors;

    ProvenLinks(LoginFlow flow, LoginContexts contexts, LinkProofs proofs, FlowSeal seal, SecondFactors factors) {
        this.flow = flow;
        this.contexts = contexts;
        this.proofs = proofs;
        this.seal = seal;
        this.factors = factors;
    }

    interface Step {
        BrowserReply take(LoginContext context, Linking linking, Proof proof);
    }

    interface Both {
        BrowserReply take(LoginContext context, Linking linking, Proof proof, SignedIn who);
    }

    /** Only in the browser that proved what is there, and while its connector is in use. */
    BrowserReply waiting(RealmName realm, String sealed, Visitor visitor, Step step) {
        Optional<Linking> opened = seal.open(realm, "", Linking.class, sealed);
        if (opened.isEmpty()) {
            return proofs.lost(realm, visitor, "link-does-not-open");
        }
        Optional<LoginContext> context = contexts.of(opened.get().request());
        if (context.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        return proofs.peek(realm, opened.get().handle(), visitor)
                .filter(proof ->
                        context.get().realm().connector(proof.connector()).isPresent())
                .map(proof -> step.take(context.get(), opened.get(), proof))
                .orElseGet(() -> proofs.lost(realm, visitor, "link-used-or-expired"));
    }

    /** A session of a password alone gives nobody a way in who has more than a password. */
    private boolean showedAFactor(SignedIn who) {
        return !who.session().context().factors().isEmpty()
                || factors.of(who.user().realm(), who.user().id()).isEmpty();
    }

    /** As above, where both are proven and the session is still there. */
    BrowserReply both(RealmName realm, String sealed, Visitor visitor, Both step) {
        return waiting(
                realm,
                sealed,
                visitor,
                (context, linking, proof) -> proof.to()
                        .flatMap(to -> proofs.signedIn(context, to, visitor))
                        .map(who -> tooLittle(who)
                                .map(reason -> proofs.lost(realm, visitor, reason))
                                .orElseGet(() -> step.take(context, linking, proof, who)))
                        .orElseGet(() -> proofs.lost(realm, visitor, "link-without-its-session")));
    }

    /** What is missing of this side's proof, in a stable word. */
    private Optional<String> tooLittle(SignedIn who) {
        if (!proofs.isFresh(who.session())) {
            return Optional.of("link-login-too-old");
        }
        return showedAFactor(who) ? Optional.empty() : Optional.of("link-without-the-factor");
    }
}
