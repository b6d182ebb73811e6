package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.SessionId;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.opensaml.saml.saml2.core.ArtifactResolve;
import org.opensaml.saml.saml2.core.ArtifactResponse;
import org.opensaml.saml.saml2.core.Response;

/**
 * Gives a service provider the answer that its artifact stands for (SAML Core §3.5): only for a signed query, as the artifact
 * went through a browser and proves nothing, and with a signature of ours around it.
 */
@ApplicationScoped
class ArtifactResolution {
    private static final String STEP = "saml-artifact";

    private final Realms realms;
    private final SoapBinding soap;
    private final InboundRequests messages;
    private final RequestChecks checks;
    private final Artifacts artifacts;
    private final Participants participants;
    private final Sessions sessions;
    private final Directory directory;
    private final Responses responses;
    private final AuditLog audit;
    private final SamlUrls urls;
    private final Clock clock;

    ArtifactResolution(
            Realms realms,
            SoapBinding soap,
            InboundRequests messages,
            RequestChecks checks,
            Artifacts artifacts,
            Participants participants,
            Sessions sessions,
            Directory directory,
            Responses responses,
            AuditLog audit,
            SamlUrls urls,
            Clock clock) {
        this.realms = realms;
        this.soap = soap;
        this.messages = messages;
        this.checks = checks;
        this.artifacts = artifacts;
        this.participants = participants;
        this.sessions = sessions;
        this.directory = directory;
        this.responses = responses;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    SoapReply answer(String realmName, byte[] body, String address) {
        Optional<Realm> realm = realms.find(realmName);
        if (realm.isEmpty()) {
            return SoapReply.notFound();
        }
        Circumstances at = Circumstances.from(address);
        try {
            RequestChecks.Asker<ArtifactResolve> asker = checks.signed(messages.bySoap(
                    realm.get(),
                    urls.artifact(realm.get().name()),
                    soap.open(body, ArtifactResolve.class).message()));
            return SoapReply.ok(
                    soap.envelope(resolved(asker, at.at(asker.party().id()))));
        } catch (SamlRefused refused) {
            refuse(realm.get(), at, refused.reason(), refused.expected(), refused.actual());
            return SoapReply.fault(soap.fault(refused.reason()));
        }
    }

    private ArtifactResponse resolved(RequestChecks.Asker<ArtifactResolve> asker, Circumstances at) throws SamlRefused {
        String artifact =
                String.valueOf(asker.message().getArtifact().getValue()).strip();
        Optional<Artifacts.Kept> kept = artifacts.take(asker.party(), artifact);
        Optional<Response> answer =
                kept.filter(one -> !isOver(asker.party(), one)).map(Artifacts.Kept::response);
        if (kept.isEmpty()) { // §3.5.3: a success with nothing in it
            refuse(asker.party().realm(), at, "unknown-artifact", "an artifact of this service provider, once", "");
        } else if (answer.isEmpty()) {
            refuse(
                    asker.party().realm(),
                    at,
                    "session-ended",
                    "a session that this service provider takes part in",
                    "");
        }
        Responses.Address address = new Responses.Address(
                asker.party(),
                "",
                Optional.of(asker.message().getID()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return responses.resolved(address, answer);
    }

    /** The person was signed out, there or everywhere, or may not come in any more, while the answer waited. */
    private boolean isOver(ServiceProvider party, Artifacts.Kept kept) {
        Instant made = kept.response().getIssueInstant();
        return kept.session().filter(session -> !stands(party, session, made)).isPresent();
    }

    private boolean stands(ServiceProvider party, SessionId id, Instant made) {
        Realm realm = party.realm();
        return participants.contains(id, SamlProofIssuer.PROTOCOL, party.id(), made)
                && sessions.find(realm.name(), id, realm.sessions())
                        .filter(session -> realm.connector(session.connector())
                                .filter(connector -> party.party().allows(connector.id()))
                                .isPresent())
                        .filter(session -> isStillGood(realm, session))
                        .isPresent();
    }

    private boolean isStillGood(Realm realm, Session session) {
        return directory
                .find(realm.name(), session.user())
                .filter(User::enabled)
                .filter(user -> user.tokensValidAfter()
                        .filter(session.createdAt()::isBefore)
                        .isEmpty())
                .isPresent();
    }

    private void refuse(Realm realm, Circumstances at, String reason, String expected, String actual) {
        audit.refuse(new Refusal(realm.name(), at, STEP, reason, expected, actual));
    }
}
