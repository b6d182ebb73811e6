package io.vestibule.protocol.saml.downstream;

import io.vestibule.directory.Directory;
import io.vestibule.identity.SessionId;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.SessionIndex;

/**
 * Which live sessions a logout request means: those in which this very service provider was given that name. What the person
 * would be called today does not matter: addresses change, and are handed on. Another's session index, or another person's
 * name, means none.
 */
@ApplicationScoped
class NamedSessions {
    private static final int MOST = 50;
    /** One person's with one service provider, when a name alone is said. */
    private static final int MOST_OF_A_NAME = 500;

    private final Sessions sessions;
    private final Participants participants;
    private final Directory directory;
    private final PairwiseIds pairwise;
    private final TransientIds transients;
    private final Decryption decryption;
    private final CertifiedKeys keys;
    private final SamlUrls urls;

    NamedSessions(
            Sessions sessions,
            Participants participants,
            Directory directory,
            PairwiseIds pairwise,
            TransientIds transients,
            Decryption decryption,
            CertifiedKeys keys,
            SamlUrls urls) {
        this.sessions = sessions;
        this.participants = participants;
        this.directory = directory;
        this.pairwise = pairwise;
        this.transients = transients;
        this.decryption = decryption;
        this.keys = keys;
        this.urls = urls;
    }

    List<Session> of(ServiceProvider party, LogoutRequest request) throws SamlRefused {
        return name(party, request)
                .map(name -> candidates(party, request, name)
                        .filter(session -> isCalled(party, session, name))
                        .toList())
                .orElse(List.of());
    }

    /** Whether it says which sessions it means, and not only whose. */
    static boolean hasIndex(LogoutRequest request) {
        return !indexes(request).isEmpty();
    }

    /** What it calls the person; nothing when that is no name of ours. */
    Optional<PersonName> name(ServiceProvider party, LogoutRequest request) throws SamlRefused {
        NameID name = nameId(party, request);
        String value = Optional.ofNullable(name.getValue()).orElse("").strip();
        String format = Optional.ofNullable(name.getFormat()).orElse(NameIdFormat.UNSPECIFIED.uri());
        return isOurs(party, name) && !value.isEmpty()
                ? NameIdFormat.of(format).map(known -> new PersonName(known, value))
                : Optional.empty();
    }

    private NameID nameId(ServiceProvider party, LogoutRequest request) throws SamlRefused {
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

    /** By index, else by the name (SAML Core §3.7.1). */
    private Stream<Session> candidates(ServiceProvider party, LogoutRequest request, PersonName name) {
        if (hasIndex(request)) {
            return indexed(party, request).flatMap(id -> living(party, id));
        }
        Map<SessionId, Session> found = new LinkedHashMap<>();
        Stream.concat(givenIn(party, name), leadingTo(party, name))
                .forEach(session -> found.putIfAbsent(session.id(), session));
        return found.values().stream();
    }

    private Stream<Session> givenIn(ServiceProvider party, PersonName name) {
        return participants
                .remembering(
                        party.realm().name(), SamlProofIssuer.PROTOCOL, party.id(), name.remembered(), MOST_OF_A_NAME)
                .stream()
                .flatMap(id -> living(party, id));
    }

    /** Some names lead back to a session or a person, also where another was given after them. */
    private Stream<Session> leadingTo(ServiceProvider party, PersonName name) {
        return switch (name.format()) {
            case TRANSIENT -> transients.session(party, name.value()).stream().flatMap(id -> living(party, id));
            case PERSISTENT ->
                pairwise.user(party, name.value()).stream()
                        .flatMap(user -> directory.find(party.realm().name(), user).stream())
                        .flatMap(user -> sessions.ofUser(user.id()).stream());
            default -> Stream.empty();
        };
    }

    private Stream<Session> living(ServiceProvider party, SessionId id) {
        return sessions.find(party.realm().name(), id, party.realm().sessions()).stream();
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

    /** Whether it took part, and knows the person by that name since. */
    private boolean isCalled(ServiceProvider party, Session session, PersonName name) {
        return participants.remembers(session.id(), SamlProofIssuer.PROTOCOL, party.id(), name.remembered())
                || leadsTo(party, session, name)
                        && participants.contains(session.id(), SamlProofIssuer.PROTOCOL, party.id());
    }

    private boolean leadsTo(ServiceProvider party, Session session, PersonName name) {
        return switch (name.format()) {
            case TRANSIENT ->
                transients
                        .session(party, name.value())
                        .filter(session.id()::equals)
                        .isPresent();
            case PERSISTENT ->
                pairwise.user(party, name.value())
                        .filter(session.user()::equals)
                        .isPresent();
            default -> false;
        };
    }
}
