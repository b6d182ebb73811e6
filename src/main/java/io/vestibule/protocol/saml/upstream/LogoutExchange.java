package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Step;
import io.vestibule.identity.UpstreamNames;
import io.vestibule.logout.UpstreamMessage;
import io.vestibule.logout.UpstreamMessage.Carrier;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.xml.SamlRefused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;
import org.opensaml.saml.saml2.core.StatusCode;

/** Logout messages of a connector's identity providers: none counts that is not signed, for us and fresh. */
final class LogoutExchange {
    private final Ourselves ourselves;
    private final SamlConnectorConfig config;
    private final Providers providers;
    private final ProviderSignatures theirs;
    private final OwnKeys keys;
    private final LogoutRequestIds ids;
    private final Surroundings with;

    LogoutExchange(
            Ourselves ourselves,
            SamlConnectorConfig config,
            Providers providers,
            ProviderSignatures theirs,
            OwnKeys keys,
            LogoutRequestIds ids,
            Surroundings with) {
        this.ourselves = ourselves;
        this.config = config;
        this.providers = providers;
        this.theirs = theirs;
        this.keys = keys;
        this.ids = ids;
        this.with = with;
    }

    /**
     * Whom an identity provider signs out; believed, and not known yet to be new.
     *
     * @param message which counts once
     * @param subject the person's key here, when the name alone tells it
     * @param sessions its names for the sessions meant; all of that person when there is none
     */
    record Ending(
            EntityMetadata provider,
            UpstreamMessage message,
            String requestId,
            LogoutHint name,
            Optional<String> subject,
            List<String> sessions) {}

    Step<Ending> request(InboundLogout inbound, Carrier carrier) {
        return inbound.message() instanceof LogoutRequest request
                ? sender(request.getIssuer())
                        .then(provider -> verified(inbound, request, provider)
                                .then(checks(provider)::passed)
                                .then(passed -> ending(passed, provider, carrier)))
                : Step.invalid("wrong-message", "LogoutRequest", "LogoutResponse");
    }

    /** Whether the identity provider says that it signed the person out: the one that was asked with {@code hop}, and nobody for it. */
    Step<Boolean> response(InboundLogout inbound, String hop) {
        return inbound.message() instanceof LogoutResponse response
                ? sender(response.getIssuer())
                        .then(provider -> verified(inbound, response, provider)
                                .then(answer -> checks(provider).passed(answer, ids.of(provider.entityId(), hop))))
                        .then(answer -> Step.done(isSuccess(answer)))
                : Step.invalid("wrong-message", "LogoutResponse", "LogoutRequest");
    }

    /**
     * The same of one that came back by SOAP: signed by the very provider that was asked, and an answer to {@code asked}. Whom it does
     * not know is not signed in there (SAML Core §3.2.2.2): their session may have run out with ours.
     */
    Step<Boolean> answer(LogoutResponse response, EntityMetadata provider, String asked) {
        return Read.of(() -> theirs.verify(response, provider).object())
                .then(verified -> checks(provider).answered(verified, asked))
                .then(verified -> Step.done(isSuccess(verified) || knowsNobody(verified)));
    }

    private static boolean isSuccess(LogoutResponse response) {
        return StatusCode.SUCCESS.equals(response.getStatus().getStatusCode().getValue());
    }

    private static boolean knowsNobody(LogoutResponse response) {
        StatusCode below = response.getStatus().getStatusCode().getStatusCode();
        return below != null && StatusCode.UNKNOWN_PRINCIPAL.equals(below.getValue());
    }

    /** Not believed before the signature says so. */
    private Step<EntityMetadata> sender(Issuer issuer) {
        return issuer == null || issuer.getValue() == null
                ? Step.invalid("wrong-issuer", "an Issuer", "none")
                : providers.find(issuer.getValue());
    }

    private <T extends SignableSAMLObject> Step<T> verified(InboundLogout inbound, T message, EntityMetadata provider) {
        return Read.of(() -> {
            if (inbound.query().isPresent()) {
                theirs.verify(inbound.query().get(), provider);
                return message;
            }
            return theirs.verify(message, provider).object();
        });
    }

    private LogoutChecks checks(EntityMetadata provider) {
        return new LogoutChecks(
                ourselves.logout(), provider, config.clockSkew(), with.clock().instant());
    }

    private UpstreamMessage message(
            LogoutRequest request, EntityMetadata provider, UpstreamNames ends, Carrier carrier) {
        String id = ourselves.realm() + " " + provider.entityId() + " " + request.getID();
        Instant until = checks(provider).usableUntil();
        return new UpstreamMessage("saml-logout", id, until, carrier, ends, request.getIssueInstant());
    }

    private Step<Ending> ending(LogoutRequest request, EntityMetadata provider, Carrier carrier) {
        return Read.of(() -> nameId(request)).then(name -> {
            List<String> sessions = request.getSessionIndexes().stream()
                    .map(SessionIndex::getValue)
                    .filter(AssertedClaims::isStorable)
                    .toList();
            Optional<String> subject = switch (new Subjects(config, provider.entityId()).ofName(name)) {
                case Step.Done<String>(String key) -> Optional.of(key);
                case Step.Stopped<String>(AuthnOutcome noKey) -> Optional.empty();
            };
            if (subject.isEmpty() && sessions.isEmpty()) {
                return Step.invalid("logout-of-nobody", "a lasting NameID or a SessionIndex", "neither");
            }
            LogoutHint hint = LogoutHint.of(provider.entityId(), name);
            UpstreamMessage message = message(request, provider, hint.ends(sessions), carrier);
            return Step.done(new Ending(provider, message, request.getID(), hint, subject, sessions));
        });
    }

    private NameID nameId(LogoutRequest request) throws SamlRefused {
        if (request.getEncryptedID() != null) {
            return with.decryption().open(request.getEncryptedID(), keys.decrypting(), config.algorithms());
        }
        if (request.getNameID() == null || request.getNameID().getValue() == null) {
            throw new SamlRefused("logout-of-nobody", "a NameID", "none");
        }
        return request.getNameID();
    }
}
