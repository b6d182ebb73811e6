package io.vestibule.protocol.oidc.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A token for the client itself (RFC 6749 §4.4): no refresh token, no person, and nothing written. */
@ApplicationScoped
class ClientCredentialsGrant implements TokenGrant {
    private final TokenResponses responses;
    private final ClientPlaces places;

    ClientCredentialsGrant(TokenResponses responses, ClientPlaces places) {
        this.responses = responses;
        this.places = places;
    }

    @Override
    public String grantType() {
        return GrantTypes.CLIENT_CREDENTIALS;
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        String asked = request.parameters().get("scope").orElse("");
        if (!Scopes.isWellFormed(asked)) {
            return new BackChannelAnswer.Refused(
                    Denied.of("invalid_scope", "scope-malformed", "The scope has characters it may not have."));
        }
        Client client = request.client();
        Set<String> scopes = new LinkedHashSet<>(Scopes.values(asked));
        List<String> named = client.oidc().scopes().contains(Scopes.ROLES) ? ClientPlaces.named(scopes) : List.of();
        scopes.retainAll(client.oidc().scopes());
        scopes.removeAll(Scopes.ABOUT_PEOPLE); // there is nobody to say anything about
        if (named.size() > 1) {
            return refused("scopes-of-roles", "Roles are told for one project, domain or system at a time.");
        }
        scopes.addAll(named);
        return places.of(client, scopes)
                .map(place -> responses.ofClient(request, grantType(), scopes, place))
                .orElseGet(() -> refused("no-role-there", "The client has no role there."));
    }

    private static BackChannelAnswer refused(String reason, String sentence) {
        return new BackChannelAnswer.Refused(Denied.of("invalid_scope", reason, sentence));
    }
}
