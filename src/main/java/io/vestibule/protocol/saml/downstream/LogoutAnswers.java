package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.keys.Sealer;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.protocol.saml.xml.RedirectBinding;
import io.vestibule.realm.Realm;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutResponse;

/** Takes the LogoutResponse to the service provider by the browser (SAML Profiles §4.4.3.4). */
@ApplicationScoped
class LogoutAnswers {
    private static final String USE = "saml-logout-answer";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ServiceProviders parties;
    private final Responses responses;
    private final Sealer sealer;
    private final SamlUrls urls;
    private final Clock clock;

    LogoutAnswers(ServiceProviders parties, Responses responses, Sealer sealer, SamlUrls urls, Clock clock) {
        this.parties = parties;
        this.responses = responses;
        this.sealer = sealer;
        this.urls = urls;
        this.clock = clock;
    }

    /** The address of ours that gives the answer, when there is somebody who can be given one. */
    Optional<URI> address(ServiceProvider party, LogoutAnswer answer) {
        return service(party, answer)
                .map(there -> URI.create(urls.logoutAnswer(party.realm().name()) + "?answer="
                        + seal(party.realm().name(), answer)));
    }

    /** The answer that was sealed here, not too long ago. */
    Optional<BrowserReply> open(Realm realm, String sealed) {
        return sealer.open(realm.name(), USE, sealed)
                .map(text -> RecordText.read(text, LogoutAnswer.class))
                .filter(answer ->
                        Instant.ofEpochSecond(answer.madeAt()).plus(PATIENCE).isAfter(clock.instant()))
                .flatMap(answer ->
                        parties.find(realm, new RelyingPartyId(answer.party())).flatMap(party -> give(party, answer)));
    }

    Optional<BrowserReply> give(ServiceProvider party, LogoutAnswer answer) {
        return service(party, answer).map(service -> {
            Responses.Address to = new Responses.Address(
                    party,
                    service.answersGoTo().toString(),
                    Optional.of(answer.requestId()),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            boolean redirect = service.binding() == LogoutAddress.Binding.REDIRECT;
            LogoutResponse response = responses.loggedOut(to, answer.status(), !redirect);
            return redirect
                    ? new BrowserReply.Redirect(RedirectBinding.encode(
                            service.answersGoTo(),
                            MessageParameter.SAML_RESPONSE,
                            Objects.requireNonNull(response.getDOM()),
                            answer.relayState(),
                            Optional.of(responses.key(party))))
                    : new BrowserReply.AutoPost(
                            service.answersGoTo(),
                            PostBinding.fields(
                                    MessageParameter.SAML_RESPONSE,
                                    Objects.requireNonNull(response.getDOM()),
                                    answer.relayState()));
        });
    }

    /** By the binding the request came by where there is one, else by another that a browser can follow. */
    private static Optional<LogoutAddress> service(ServiceProvider party, LogoutAnswer answer) {
        return party.partner().logoutServices().stream()
                .filter(service -> service.binding() != LogoutAddress.Binding.SOAP)
                .min(Comparator.comparing(service -> service.binding() != answer.binding()));
    }

    private String seal(RealmName realm, LogoutAnswer answer) {
        return sealer.seal(realm, USE, RecordText.write(answer));
    }
}
