package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ResponseMode;
import io.vestibule.browser.Visitor;
import io.vestibule.grants.FamilyId;
import io.vestibule.identity.Secret;
import io.vestibule.login.DirectLogin;
import io.vestibule.login.DirectOutcome;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tokens for a name and password that a program brings (RFC 6749 §4.3). RFC 9700 §2.4 forbids it for good reasons; programs of
 * an OpenStack command line know nothing else. So only clients that the operator names may use it, and it passes the same
 * policy as the login page: throttle, lockout, factors, consent.
 */
@ApplicationScoped
class PasswordGrant implements TokenGrant {
    private static final String WRONG = "The user name or password is not right."; // the same for who is unknown

    private static final Set<String> ABOUT_SCOPE = Set.of("scope", "authorization_details");

    private final AuthnRequests requests;
    private final DirectLogin login;
    private final LivingGrants living;
    private final FirstTokens first;
    private final TokenResponses responses;
    private final OidcUrls urls;
    private final Clock clock;

    PasswordGrant(
            AuthnRequests requests,
            DirectLogin login,
            LivingGrants living,
            FirstTokens first,
            TokenResponses responses,
            OidcUrls urls,
            Clock clock) {
        this.requests = requests;
        this.login = login;
        this.living = living;
        this.first = first;
        this.responses = responses;
        this.urls = urls;
        this.clock = clock;
    }

    @Override
    public String grantType() {
        return GrantTypes.PASSWORD;
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        Optional<String> username = request.parameters().get("username");
        Optional<String> password = request.parameters().get("password");
        if (username.isEmpty() || password.isEmpty()) {
            return new BackChannelAnswer.Refused(
                    Denied.invalidRequest("credentials-missing", "The username or password is missing."));
        }
        Asked asked = new Asked(
                request.client(),
                request.parameters().only(ABOUT_SCOPE),
                URI.create(urls.issuer(request.realm().name())), // nobody is sent anywhere
                ResponseMode.QUERY);
        Optional<Denied> broken = AuthorizationRules.brokenScope(asked);
        return broken.<BackChannelAnswer>map(BackChannelAnswer.Refused::new)
                .orElseGet(() -> signedIn(request, requests.of(asked), username.get(), new Secret(password.get())));
    }

    private BackChannelAnswer signedIn(
            BackChannelRequest request, AuthnRequest asked, String username, Secret password) {
        Visitor visitor = new Visitor(request.circumstances().address(), "", Map.of(), List.of());
        return switch (login.authenticate(asked, username, password, visitor)) {
            case DirectOutcome.Proven proven -> given(request, asked, proven.authentication());
            case DirectOutcome.Refused no ->
                denied("not-by-password-alone", no.refusal().sentence());
            case DirectOutcome.BadCredentials bad -> denied("bad-credentials", WRONG);
            case DirectOutcome.Throttled throttled -> denied("throttled", "Too many tries; try again later.");
            case DirectOutcome.Unreachable gone ->
                new BackChannelAnswer.Refused(Denied.of(
                        "temporarily_unavailable", "upstream-unreachable", "Nobody can be signed in now; try again."));
        };
    }

    private BackChannelAnswer given(BackChannelRequest request, AuthnRequest asked, Authentication authentication) {
        GrantMemory grant = GrantMemory.of(OidcMemory.unpacked(asked.memory()), authentication, clock.instant());
        return switch (living.inSession(request.client(), grant, false)) {
            case LivingGrants.Life.Over over -> denied(over.reason(), WRONG);
            case LivingGrants.Life.Alive alive ->
                first.of(request.client(), grant, alive, new FamilyId(UUID.randomUUID()), Optional.empty())
                        .map(issued -> responses.ofPerson(request, grantType(), issued))
                        .orElseGet(() -> denied(LivingGrants.SESSION_ENDED, WRONG));
        };
    }

    private static BackChannelAnswer denied(String reason, String description) {
        return new BackChannelAnswer.Refused(Denied.invalidGrant(reason, description));
    }
}
