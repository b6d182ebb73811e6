package io.vestibule.protocol.saml.upstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.keys.Sealer;
import io.vestibule.logout.UpstreamRound;
import io.vestibule.protocol.saml.upstream.LogoutExchange.Ending;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Addresses of ours at which the browser, done with its round, is given the LogoutResponse to take to the identity provider. */
@ApplicationScoped
class LogoutAnswers {
    private static final String USE = "saml-upstream-logout-answer";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Sealer sealer;
    private final BaseUrl base;
    private final Clock clock;

    LogoutAnswers(Sealer sealer, BaseUrl base, Clock clock) {
        this.sealer = sealer;
        this.base = base;
        this.clock = clock;
    }

    /**
     * What an identity provider will be told of its request; sealed for the realm.
     *
     * @param madeAt seconds of the epoch
     */
    private record Answer(
            String connector,
            String provider,
            String requestId,
            Optional<String> relayState,
            SignedOutThere.Outcome outcome,
            long madeAt) {}

    /**
     * Nobody can be answered whose metadata name no place for it: then the browser stays with us.
     *
     * @param best what is true at most, when everybody is told by now
     */
    UpstreamRound.Answers to(
            SamlConnector connector, Ending ending, Optional<String> relayState, SignedOutThere.Outcome best) {
        Ourselves ourselves = connector.ourselves();
        if (!connector.signOut().takesAnswers(ending.provider())) {
            URI home = base.issuer(ourselves.realm());
            return new UpstreamRound.Answers(home, home);
        }
        return new UpstreamRound.Answers(
                address(ourselves, ending, relayState, best),
                address(ourselves, ending, relayState, SignedOutThere.Outcome.PARTIAL));
    }

    private URI address(
            Ourselves ourselves, Ending ending, Optional<String> relayState, SignedOutThere.Outcome outcome) {
        Answer answer = new Answer(
                ourselves.connector().value(),
                ending.provider().entityId(),
                ending.requestId(),
                relayState,
                outcome,
                clock.instant().getEpochSecond());
        return URI.create(
                ourselves.logout() + "/answer?answer=" + sealer.seal(ourselves.realm(), USE, RecordText.write(answer)));
    }

    /** The answer that was sealed here for this connector, not too long ago. */
    Optional<BrowserReply> open(SamlConnector connector, String sealed) {
        return sealer.open(connector.ourselves().realm(), USE, sealed)
                .map(text -> RecordText.read(text, Answer.class))
                .filter(answer -> answer.connector().equals(connector.id().value()))
                .filter(answer ->
                        Instant.ofEpochSecond(answer.madeAt()).plus(PATIENCE).isAfter(clock.instant()))
                .flatMap(answer -> connector
                        .signOut()
                        .answer(answer.provider(), answer.requestId(), answer.outcome(), answer.relayState()));
    }
}
