package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;

/** A verified logout message held against what it must say: SAML Core §3.7.1, SAML Profiles §4.4.4 (security case 20). */
final class LogoutChecks {
    /** Longer than that nobody's clock, browser or queue keeps a request that means somebody's present session. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final URI here;
    private final EntityMetadata provider;
    private final Duration skew;
    private final Instant now;

    LogoutChecks(URI here, EntityMetadata provider, Duration skew, Instant now) {
        this.here = here;
        this.provider = provider;
        this.skew = skew;
        this.now = now;
    }

    Step<LogoutRequest> passed(LogoutRequest request) {
        return Step.checked(
                request,
                Stream.of(
                        () -> speaksSaml2(request.getVersion()),
                        () -> issuerIsTheProvider(request.getIssuer()),
                        () -> destinationIsOurAddress(request.getDestination()),
                        () -> wasIssuedLately(request.getIssueInstant()),
                        () -> hasNotExpired(request)));
    }

    /** @param asked the ID of our request */
    Step<LogoutResponse> passed(LogoutResponse response, String asked) {
        return Step.checked(response, Stream.of(() -> destinationIsOurAddress(response.getDestination())))
                .then(here -> answered(here, asked));
    }

    /** On the connection that asked, where there is no address to send it to. */
    Step<LogoutResponse> answered(LogoutResponse response, String asked) {
        return Step.checked(
                response,
                Stream.of(
                        () -> speaksSaml2(response.getVersion()),
                        () -> issuerIsTheProvider(response.getIssuer()),
                        () -> wasIssuedLately(response.getIssueInstant()),
                        () -> Step.unless(
                                asked.equals(response.getInResponseTo()),
                                "wrong-in-response-to",
                                asked,
                                response.getInResponseTo())));
    }

    /** How long its ID must be remembered. */
    Instant usableUntil() {
        return now.plus(OLDEST).plus(skew).plus(skew);
    }

    private static Optional<AuthnOutcome> speaksSaml2(@Nullable SAMLVersion version) {
        return Step.unless(SAMLVersion.VERSION_20.equals(version), "wrong-version", "2.0", String.valueOf(version));
    }

    private Optional<AuthnOutcome> issuerIsTheProvider(@Nullable Issuer issuer) {
        return Step.unless(
                ResponseChecks.isEntity(issuer, provider.entityId()),
                "wrong-issuer",
                provider.entityId(),
                issuer == null ? null : issuer.getValue());
    }

    private Optional<AuthnOutcome> destinationIsOurAddress(@Nullable String destination) {
        return Step.unless(here.toString().equals(destination), "wrong-destination", here.toString(), destination);
    }

    private Optional<AuthnOutcome> wasIssuedLately(Instant issued) {
        boolean lately = !issued.isAfter(now.plus(skew))
                && issued.plus(OLDEST).plus(skew).isAfter(now);
        return Step.unless(lately, "issued-long-ago-or-in-future", "about " + now, Shown.of(issued));
    }

    private Optional<AuthnOutcome> hasNotExpired(LogoutRequest request) {
        Instant end = request.getNotOnOrAfter();
        return Step.unless(
                end == null || now.isBefore(end.plus(skew)), "expired", "NotOnOrAfter after " + now, Shown.of(end));
    }
}
