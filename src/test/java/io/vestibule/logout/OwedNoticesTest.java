package io.vestibule.logout;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.logout.OwedNotices.Notice;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.session.Participants;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever leaves an application and enters it again soon after may be owed news of it twice. */
@QuarkusTest
class OwedNoticesTest {
    private static final RealmName REALM = new RealmName("guild");
    private static final RelyingPartyId DESK = new RelyingPartyId("desk");
    private static final UpstreamIdentity IDENTITY = new UpstreamIdentity(
            new ConnectorId("somewhere"),
            "owed",
            Claims.none(),
            new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of("pwd")),
            UpstreamSession.none());

    @Inject
    OwedNotices owed;

    @Inject
    NoticeRepository repository;

    @Inject
    Sessions sessions;

    @Inject
    Participants participants;

    @Inject
    Directory directory;

    @Test
    void anAnswerThatComesLateSettlesNoLaterNews() {
        SessionRef session = session();
        Notice first = left(session);
        Notice second = left(session);
        String name = session.id() + " oidc desk";
        owed.settle(first);
        assertThat(owed.isOwed(name)).isTrue();
        owed.settle(second);
        assertThat(owed.isOwed(name)).isFalse();
    }

    @Test
    void newsThatIsGivenUpWasNotHeard() {
        SessionRef session = session();
        owed.giveUp(left(session));
        assertThat(owed.isOwed(session.id() + " oidc desk")).isTrue();
    }

    @Test
    @TestTransaction
    void whoeverHearsIsToldThoughThoseWhoDoNotAreOwedMuch() {
        Instant now = Instant.now();
        for (int i = 0; i < 600; i++) {
            owe("dead-" + i % 6, now.minusSeconds(60)); // all of them behind one host, say
        }
        owe("living", now.minusSeconds(1));
        assertThat(owed.due())
                .extracting(notice -> notice.relyingParty().value())
                .contains("dead-0", "dead-5", "living")
                .filteredOn("dead-0"::equals)
                .as("and not all of it at once")
                .hasSizeLessThan(11);
    }

    private void owe(String relyingParty, Instant due) {
        NoticeEntity.Key key = new NoticeEntity.Key(UUID.randomUUID(), "oidc", relyingParty);
        repository.owe(key, REALM.value(), UUID.randomUUID(), "", due, due);
    }

    /** One that speaks two protocols has a session of each. */
    @Test
    void whoAsksInOneProtocolIsToldInItsOther() {
        SessionRef session = session();
        assertThat(participants.join(session.id(), "saml", DESK, "")).isTrue();
        assertThat(participants.join(session.id(), "oidc", DESK, "")).isTrue();
        Ending how = askedBySaml(session);
        assertThat(owed.end(REALM, session, how).orElseThrow())
                .extracting(Notice::protocol)
                .containsExactly("oidc");
    }

    /** Another session of the person, in the same browser, is another session at the service provider. */
    @Test
    void whoAsksForTheEndOfOneSessionIsToldOfAnotherThatEndsWithIt() {
        SessionRef session = session();
        SessionRef other = session();
        assertThat(participants.join(session.id(), "saml", DESK, "")).isTrue();
        assertThat(participants.join(other.id(), "saml", DESK, "")).isTrue();
        Ending how = askedBySaml(session);
        assertThat(owed.end(REALM, session, how).orElseThrow()).isEmpty();
        assertThat(owed.end(REALM, other, how).orElseThrow())
                .extracting(Notice::session)
                .containsExactly(other);
    }

    private static Ending askedBySaml(SessionRef session) {
        Knows asker = new Knows(new PartyPart("saml", DESK), Set.of(session.id()));
        return Ending.of("relying-party", Circumstances.from(""), Optional.of(asker));
    }

    @Test
    void anAnswerInTheBrowserThatComesLateSettlesNoLaterNews() {
        SessionRef session = session();
        Notice first = left(session);
        Instant asked = Instant.now();
        Notice second = left(session);
        assertThat(second.since()).isAfter(asked);
        owed.confirmed("oidc", first.party(), asked);
        assertThat(owed.isOwed(session.id() + " oidc desk")).isTrue();
        owed.confirmed("oidc", second.party(), Instant.now());
        assertThat(owed.isOwed(session.id() + " oidc desk")).isFalse();
    }

    private Notice left(SessionRef session) {
        assertThat(participants.contains(session.id(), "oidc", DESK)).isFalse();
        assertThat(participants.join(session.id(), "oidc", DESK, "")).isTrue();
        return owed.endPart(REALM, session, DESK).getFirst();
    }

    private SessionRef session() {
        MappedPerson mapped = new MappedPerson("owen", "Owen", Optional.empty(), false, Claims.none(), Set.of());
        User user = switch (directory.resolve(REALM, IDENTITY, mapped)) {
            case Resolution.Known known -> known.user();
            case Resolution.Provisioned provisioned -> provisioned.user();
            case Resolution.Refused refused -> throw new AssertionError(refused.toString());
        };
        Visitor visitor = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));
        return sessions.open(user, IDENTITY, SessionPolicy.standard(), visitor)
                .session()
                .ref();
    }
}
