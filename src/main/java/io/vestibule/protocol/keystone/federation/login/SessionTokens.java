package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.directory.MfaRules;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.protocol.keystone.federation.login.Providers.Way;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tokens that belong to an SSO session: unscoped, never longer than the session, and over with it or with their owner's part in it. */
@ApplicationScoped
class SessionTokens {
    private final TokenIssue tokens;
    private final Providers providers;

    SessionTokens(TokenIssue tokens, Providers providers) {
        this.tokens = tokens;
        this.providers = providers;
    }

    /**
     * For {@code party}.
     *
     * @throws io.vestibule.protocol.keystone.wire.KeystoneRefused when the person may have none, or not in that way
     */
    Issued issue(Realm realm, RelyingPartyId party, WebSsoMemory asked, Authentication authentication) {
        Optional<Way> way = providers.cameInBy(realm, asked, authentication);
        Optional<Federated> federated = way.map(Way::federated);
        TokenRequest request = TokenRequest.of(
                        authentication.session().user(),
                        methods(realm, asked, authentication, federated),
                        Optional.empty())
                .inSession(authentication.session().id(), party);
        TokenRequest bounded = authentication.sessionEnds().map(request::until).orElse(request);
        TokenRequest held = way.flatMap(Way::holdsUntil).map(bounded::until).orElse(bounded);
        return tokens.issue(realm, federated.map(held::from).orElse(held));
    }

    /** What the identity provider vouched for by the name of its protocol, our own people's by ours; and what was checked here beside. */
    private static List<String> methods(
            Realm realm, WebSsoMemory asked, Authentication authentication, Optional<Federated> federated) {
        Set<String> methods = new LinkedHashSet<>();
        methods.add(federated
                .map(Federated::protocol)
                .map(protocol -> FederationProtocol.isReserved(protocol) ? MfaRules.MAPPED : protocol)
                .orElseGet(() -> spoken(realm, asked, authentication)));
        methods.addAll(authentication.context().factors());
        return List.copyOf(methods);
    }

    /** The address was written by whoever began: its word counts only where the connector speaks it. */
    private static String spoken(Realm realm, WebSsoMemory asked, Authentication authentication) {
        Set<String> known = realm.connector(authentication.connector())
                .map(declared -> MfaRules.methodsOf(declared.kind()))
                .orElseGet(() -> Set.of(MfaRules.MAPPED));
        if (known.contains(MfaRules.PASSWORD)) {
            return MfaRules.PASSWORD;
        }
        return known.contains(asked.protocol())
                ? asked.protocol()
                : known.stream()
                        .filter(word -> !word.equals(MfaRules.MAPPED))
                        .findFirst()
                        .orElse(MfaRules.MAPPED);
    }
}
