package io.vestibule.protocol.oidc.upstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.BearerProof;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamNames;
import io.vestibule.identity.UpstreamSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An OpenID provider as a way to sign in. */
final class OidcConnector implements RedirectConnector {
    private static final int LONGEST_LOGOUT_HINT = 4_096; // it travels in an address

    private final ConnectorId id;
    private final OidcConnectorConfig config;
    private final OidcClient client;
    private final Predicate<String> words;
    private final Clock clock;

    /** @param words whether something is a word of the realm for how strongly somebody signed in */
    OidcConnector(ConnectorId id, OidcConnectorConfig config, OidcClient client, Predicate<String> words, Clock clock) {
        this.id = id;
        this.config = config;
        this.client = client;
        this.words = words;
        this.clock = clock;
    }

    @Override
    public ConnectorId id() {
        return id;
    }

    @Override
    public boolean reaches(String authority) {
        return config.issuer().toString().equals(authority);
    }

    @Override
    public boolean answersSilently() {
        return config.forwardPassive();
    }

    @Override
    public boolean tellsInFrames() {
        return config.frontChannelLogout();
    }

    @Override
    public String hopParameter() {
        return "state";
    }

    @Override
    public DepartureOutcome depart(Trip trip) {
        return switch (client.ask(ask(trip))) {
            case Step.Done<OidcClient.Asked>(OidcClient.Asked asked) ->
                new DepartureOutcome.Ready(new Departure(
                        new BrowserReply.Redirect(asked.address()), new Departure.Memory(asked.memory())));
            case Step.Stopped<OidcClient.Asked>(AuthnOutcome.Unreachable unreachable) ->
                new DepartureOutcome.Unreachable(unreachable.detail());
            case Step.Stopped<OidcClient.Asked>(AuthnOutcome other) ->
                new DepartureOutcome.Unreachable(other.toString());
        };
    }

    @Override
    public AuthnOutcome arrive(InboundMessage message, Trip trip, Departure.Memory memory) {
        return switch (client.redeem(message, trip.hop(), trip.callback(), memory.values())) {
            case Step.Stopped<VerifiedLogin>(AuthnOutcome outcome) -> outcome;
            case Step.Done<VerifiedLogin>(VerifiedLogin login) -> identity(login, trip.acrValues());
        };
    }

    @Override
    public Optional<UpstreamLogout> upstreamLogout() {
        return Optional.<UpstreamLogout>of(new EndSessionThere(client)).filter(upstream -> config.signOutUpstream());
    }

    @Override
    public Optional<BearerProof> bearerProof() {
        return Optional.of(token -> switch (client.bearer(token.reveal())) {
            case Step.Stopped<BearerTokens.Believed>(AuthnOutcome outcome) -> outcome;
            case Step.Done<BearerTokens.Believed>(BearerTokens.Believed believed) ->
                identity(believed.subject(), believed.token(), believed.userinfo(), UpstreamSession.none(), List.of());
        });
    }

    Step<LogoutToken> ended(String logoutToken) {
        return client.ended(logoutToken);
    }

    private AuthorizationAsk ask(Trip trip) {
        List<String> prompt = new ArrayList<>();
        if (trip.passive()) {
            prompt.add("none"); // OpenID Connect Core §3.1.2.1: alone
        }
        if (trip.fresh()) {
            prompt.add("login");
        }
        if (trip.selectAccount()) {
            prompt.add("select_account");
        }
        return new AuthorizationAsk(
                trip.callback(),
                trip.hop(),
                Translation.of(config, words).theirs(trip.acrValues()),
                prompt,
                trip.fresh() ? Optional.of(Duration.ZERO) : youngest(trip.maxAge(), config.maxAge()),
                trip.loginHint(),
                trip.uiLocales());
    }

    private static Optional<Duration> youngest(Optional<Duration> one, Optional<Duration> other) {
        return one.isPresent() && other.isPresent()
                ? one.filter(age -> age.compareTo(other.get()) < 0).or(() -> other)
                : one.or(() -> other);
    }

    @Override
    public UpstreamNames upstreamNames(UpstreamIdentity identity) {
        return new UpstreamNames(
                identity.upstreamSession().id().map(Set::of).orElse(Set.of()), Set.of(identity.subject()));
    }

    private AuthnOutcome identity(VerifiedLogin login, List<String> wanted) {
        Json idToken = new Json(login.idTokenClaims());
        UpstreamSession there = new UpstreamSession(
                idToken.text("sid").filter(FlatClaims::isStorable),
                Optional.of(login.idToken()).filter(hint -> hint.reveal().length() <= LONGEST_LOGOUT_HINT),
                idToken.instant("iat"));
        return identity(login.subject(), idToken, new Json(login.userinfoClaims()), there, wanted);
    }

    private AuthnOutcome identity(
            String subject, Json idToken, Json userinfo, UpstreamSession there, List<String> wanted) {
        Claims claims = named(FlatClaims.of(idToken, userinfo));
        for (Map.Entry<String, List<String>> required : config.requiredClaims().entrySet()) {
            List<String> actual = claims.all(required.getKey());
            if (actual.stream().noneMatch(required.getValue()::contains)) {
                return new Rejected(
                        Rejection.DENIED_UPSTREAM,
                        "required-claim",
                        required.getKey() + " of " + required.getValue(),
                        Shown.of(actual.toString()));
            }
        }
        Instant now = clock.instant();
        Instant authenticated = idToken.instant("auth_time")
                .or(() -> idToken.instant("iat"))
                .filter(instant -> instant.isBefore(now)) // their clock may run ahead of ours a little
                .orElse(now);
        Set<String> said = Set.copyOf(idToken.texts("amr"));
        Translation translation = Translation.of(config, words);
        Optional<String> acr = translation.ours(wanted, idToken.text("acr"), said);
        return new Authenticated(new UpstreamIdentity(
                id,
                subject,
                claims,
                new AuthnContext(
                        authenticated,
                        acr,
                        translation.believed(acr, said),
                        List.of(config.issuer().toString())),
                there));
    }

    private Claims named(Claims claims) {
        return claims.with("preferred_username", claims.all(config.usernameClaim()))
                .with("groups", claims.all(config.groupsClaim()));
    }
}
