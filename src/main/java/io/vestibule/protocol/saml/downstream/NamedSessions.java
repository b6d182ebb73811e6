package io.vestibule.protocol.saml.downstream;

import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.SessionId;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;

/**
 * Which live sessions a logout request means: those of the person it names, in which this very service provider took part.
 * Another's session index, or another person's name, means none.
 */
@ApplicationScoped
class NamedSessions {
    private static final int MOST = 50;

    private final Sessions sessions;
    private final Participants participants;
    private final Directory directory;
    private final PairwiseIds pairwise;
    private final TransientIds transients;
    private final NameIds names;
    private final Decryption decryption;
    private final CertifiedKeys keys;
    private final SamlUrls urls;

    NamedSessions(
            Sessions sessions,
            Participants participants,
            Directory directory,
            PairwiseIds pairwise,
            TransientIds transients,
            NameIds names,
            Decryption decryption,
            CertifiedKeys keys,
            SamlUrls urls) {
        this.sessions = sessions;
        this.participants = participants;
        this.directory = directory;
        this.pairwise = pairwise;
        this.transients = transients;
        this.names = names;
        this.decryption = decryption;
        this.keys = keys;
        this.urls = urls;
    }

    List<Session> of(ServiceProvider party, LogoutRequest request) throws SamlRefused {
        NameID name = name(party, request);
        String value = Optional.ofNullable(name.getValue()).orElse("").strip();
        String format = Optional.ofNullable(name.getFormat()).orElse(NameIdFormat.UNSPECIFIED.uri());
        if (!isOurs(party, name)) {
            return List.of();
        }
        return candidates(party, request, format, value)
                .filter(session -> tookPart(party, session))
                .filter(session -> isCalled(party, session, format, value))
                .toList();
    }

    private NameID name(ServiceProvider party, LogoutRequest request) throws SamlRefused {
        if (request.getNameID() != null) {
            return request.getNameID();
        }
        if (request.getEncryptedID() != null) {
            return decryption.open(
                    request.getEncryptedID(), keys.decrypting(party.realm().name()), party.algorithms());
        }
        throw new SamlRefused("logout-name", "a NameID", "none");
    }

    /** Absent qualifiers are the ones of the two parties (SAML Core §2.2.2). */
    private boolean isOurs(ServiceProvider party, NameID name) {
        return Optional.ofNullable(name.getNameQualifier())
                        .map(urls.entityId(party.realm())::equals)
                        .orElse(true)
                && Optional.ofNullable(name.getSPNameQualifier())
                        .map(party.entityId()::equals)
                        .orElse(true);
    }

    /** By index, else by name where a name leads back to a session or a person (SAML Core §3.7.1). */
    private Stream<Session> candidates(ServiceProvider party, LogoutRequest request, String format, String value) {
        if (!indexes(request).isEmpty()) {
            return indexed(party, request)
                    .flatMap(id -> sessions
                            .find(party.realm().name(), id, party.realm().sessions())
                            .stream());
        }
        if (format.equals(NameIdFormat.TRANSIENT.uri())) {
            return transients.session(party, value).stream()
                    .flatMap(id -> sessions
                            .find(party.realm().name(), id, party.realm().sessions())
                            .stream());
        }
        return pairwise.user(party, value).stream()
                .flatMap(user -> directory.find(party.realm().name(), user).stream())
                .flatMap(user -> sessions.ofUser(user.id()).stream());
    }

    /** By index alone, living or not: each is made for one service provider, and known to nobody else. */
    Stream<SessionId> indexed(ServiceProvider party, LogoutRequest request) {
        return indexes(request).stream()
                .flatMap(index -> pairwise.session(party, index).stream())
                .distinct();
    }

    private static List<String> indexes(LogoutRequest request) {
        return request.getSessionIndexes().stream()
                .map(SessionIndex::getValue)
                .filter(Objects::nonNull)
                .map(String::strip)
                .limit(MOST)
                .toList();
    }

    private boolean tookPart(ServiceProvider party, Session session) {
        return participants.contains(session.id(), SamlProofIssuer.PROTOCOL, party.id());
    }

    private boolean isCalled(ServiceProvider party, Session session, String format, String value) {
        if (format.equals(NameIdFormat.TRANSIENT.uri())) {
            return transients.session(party, value).filter(session.id()::equals).isPresent();
        }
        return NameIdFormat.of(format)
                .flatMap(known -> directory
                        .find(party.realm().name(), session.user())
                        .flatMap(user -> names.of(party, known, authentication(user, session))))
                .filter(name -> name.value().equals(value))
                .isPresent();
    }

    private static Authentication authentication(User user, Session session) {
        return new Authentication(
                user.subject(),
                user.everything(),
                user.groups(),
                session.context(),
                session.connector(),
                session.upstreamSubject(),
                Set.of(),
                Optional.empty(),
                session.ref());
    }
}
