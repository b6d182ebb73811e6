package io.vestibule.protocol.oidc.downstream;

import io.vestibule.relyingparty.AuthnRequest.Interaction;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The {@code prompt} parameter (OIDC Core §3.1.2.1). Values not known here, {@code create} among them, are ignored. */
final class Prompts {
    static final String NONE = "none";
    private static final Map<String, Interaction> KNOWN = Map.of(
            NONE,
            Interaction.PASSIVE,
            "login",
            Interaction.FORCE_AUTHN,
            "consent",
            Interaction.FORCE_CONSENT,
            "select_account",
            Interaction.SELECT_ACCOUNT);

    private Prompts() {}

    static Set<String> of(Asked asked) {
        return new LinkedHashSet<>(
                Scopes.values(asked.parameters().get("prompt").orElse("")));
    }

    static Set<Interaction> interactions(Asked asked) {
        Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        of(asked).stream().filter(KNOWN::containsKey).map(KNOWN::get).forEach(interactions::add);
        return interactions;
    }
}
