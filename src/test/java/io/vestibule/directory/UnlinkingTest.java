package io.vestibule.directory;

import static io.vestibule.directory.Samples.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.LinkingPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import io.vestibule.session.Sessions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What came of an account elsewhere ends with its link: all of it, or the link stays. */
@QuarkusTest
class UnlinkingTest {
    private static final Circumstances TEST = Circumstances.from("");
    private static final ConnectorId CAMPUS = new ConnectorId("campus");
    private static final String LATE = "whoever-fails-at-the-end";
    private static final Visitor VISITOR = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));

    @Inject
    Identities identities;

    @Inject
    Sessions sessions;

    @Inject
    TestDirectories directories;

    private Realm realm;
    private User ada;

    private record Own() {}

    /** The last who hears of it, and cannot do its part. */
    @ApplicationScoped
    static class Outage {
        void unlinked(@Observes @Priority(100_000) IdentityUnlinked gone) {
            if (gone.subject().equals(LATE)) {
                throw new IllegalStateException("the database is away");
            }
        }
    }

    @BeforeEach
    void adaComesByTwoWays() {
        realm = new Realm(
                new RealmName("u" + UUID.randomUUID()),
                "Unlinking",
                true,
                false,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                Samples.POLICY,
                Map.of(
                        CAMPUS,
                        new ConnectorDeclaration(
                                CAMPUS,
                                "oidc",
                                "campus",
                                Optional.empty(),
                                true,
                                false,
                                new Own(),
                                LinkingPolicy.standard())),
                Map.of(),
                List.of(),
                Blocks.none());
        ada = Samples.user(
                directories.of(realm).resolve(realm.name(), identity(CAMPUS.value(), "ada"), Samples.person("ada")));
        assertThat(link("ada-too")).isInstanceOf(LinkOutcome.Done.class);
    }

    @Test
    void sessionsThatBeganByItEndWithIt() {
        SessionId gone = session("ada-too");
        SessionId stays = session("ada");
        assertThat(identities.unlink(realm, ada.id(), CAMPUS, "ada-too", TEST)).isInstanceOf(LinkOutcome.Done.class);
        assertThat(isOpen(gone)).isFalse();
        assertThat(isOpen(stays)).isTrue();
    }

    @Test
    void whatCannotBeTakenBackWhollyIsNotTakenBackAtAll() {
        link(LATE);
        SessionId session = session(LATE);
        assertThatThrownBy(() -> identities.unlink(realm, ada.id(), CAMPUS, LATE, TEST))
                .hasMessage("the database is away");
        assertThat(identities.owner(realm.name(), CAMPUS, LATE))
                .as("it can be tried again")
                .isPresent();
        assertThat(isOpen(session)).isTrue();
    }

    @Test
    void aWishThatFailsAtOneOfItsWaysLeavesAllOfThem() {
        link(LATE);
        SessionId session = session("ada-too");
        Set<Identities.Way> wish = Set.of(new Identities.Way(CAMPUS, "ada"));
        assertThatThrownBy(() -> identities.become(realm, ada.id(), wish, connector -> true, TEST))
                .hasMessage("the database is away");
        assertThat(identities.of(realm.name(), ada.id()))
                .extracting(LinkedIdentity::subject)
                .containsExactlyInAnyOrder("ada", "ada-too", LATE);
        assertThat(isOpen(session)).isTrue();
    }

    private LinkOutcome link(String subject) {
        return identities.link(realm, ada.id(), CAMPUS, subject, Optional.empty(), TEST);
    }

    private SessionId session(String subject) {
        SessionId session = sessions.open(ada, identity(CAMPUS.value(), subject), realm.sessions(), VISITOR)
                .session()
                .id();
        return session;
    }

    private boolean isOpen(SessionId session) {
        return sessions.find(realm.name(), session, realm.sessions()).isPresent();
    }
}
