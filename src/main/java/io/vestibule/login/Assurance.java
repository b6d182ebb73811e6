package io.vestibule.login;

import io.vestibule.directory.FactorPolicy;
import io.vestibule.directory.MfaRules;
import io.vestibule.identity.AuthnContext;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.RequestedContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a login may be called: what its connector called it, and what this server checked beside. The same for every dialect:
 * {@code acr} (OpenID Connect Core §2), AuthnContextClassRef (SAML Core §2.7.2.2).
 */
final class Assurance {
    private Assurance() {}

    /** Every word that is true of it, the strongest first. */
    static List<String> words(Realm realm, AuthnContext context) {
        FactorPolicy policy = FactorPolicy.of(realm);
        List<String> words = new ArrayList<>();
        if (!context.factors().isEmpty()
                || context.acr().filter(policy.acr()::contains).isPresent()) {
            words.addAll(policy.acr()); // several words for one thing
        }
        if (context.factors().contains(MfaRules.PASSKEY)) {
            words.addAll(policy.phishingResistantAcr());
        }
        context.acr().filter(word -> !words.contains(word)).ifPresent(words::add);
        words.remove(FactorPolicy.CHECKED_HERE); // whatever an upstream says
        if (!context.factors().isEmpty()) {
            words.add(FactorPolicy.CHECKED_HERE);
        }
        return words;
    }

    static boolean meets(Realm realm, AuthnContext context, RequestedContext wanted) {
        return wanted.acrValues().isEmpty() || words(realm, context).stream().anyMatch(wanted.acrValues()::contains);
    }

    /** Whether it would do with {@code factor} beside. */
    static boolean meets(Realm realm, AuthnContext context, RequestedContext wanted, String factor) {
        return meets(realm, context.with(factor, Set.of()), wanted);
    }

    /** As the relying party is to be told: in the word it wanted most, else in the strongest that is true. */
    static AuthnContext told(Realm realm, AuthnContext context, RequestedContext wanted) {
        List<String> words = words(realm, context);
        return wanted.acrValues().stream()
                .filter(words::contains)
                .findFirst()
                .or(() -> words.stream()
                        .filter(word -> !word.equals(FactorPolicy.CHECKED_HERE))
                        .findFirst())
                .map(context::called)
                .orElse(context);
    }
}
