package io.vestibule.logout;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
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
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.session.Participants;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A node that dies when it has written that somebody is out, and before it has ended anything of theirs. */
@QuarkusTest
class DepartedUsersTest {
    private static final RealmName REALM = new RealmName("guild");

    @Inject
    DepartedUsers departed;

    @Inject
    Sessions sessions;

    @Inject
    Participants participants;

    @Inject
    Directory directory;

    @Inject
    DataSource database;

    @Test
    void whoeverWasDisabledByItIsSignedOutByAnother() {
        User user = somebody();
        SessionRef session = signedIn(user);
        written("enabled = false, tokens_valid_after = now() + interval '1 second'", user);
        departed.lookAgain();
        assertThat(sessions.ofUser(user.id())).isEmpty();
        assertThat(participants.of(session.id())).isEmpty();
    }

    @Test
    void whoeverGotANewPasswordByItIsSignedOutOfWhatBeganBefore() {
        User user = somebody();
        signedIn(user);
        written("tokens_valid_after = now() + interval '1 second'", user);
        departed.lookAgain();
        departed.lookAgain();
        assertThat(sessions.ofUser(user.id())).isEmpty();
    }

    @Test
    void whoSignedInSinceStays() {
        User user = somebody();
        written("tokens_valid_after = now() - interval '1 minute'", user);
        SessionRef session = signedIn(user);
        departed.lookAgain();
        assertThat(sessions.ofUser(user.id())).extracting(one -> one.ref()).containsExactly(session);
    }

    private void written(String change, User user) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update app_user set " + change + " where id = ?")) {
            statement.setObject(1, user.id().value());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
    }

    private final String subject = "departed-" + UUID.randomUUID();

    private UpstreamIdentity identity() {
        return new UpstreamIdentity(
                new ConnectorId("somewhere"),
                subject,
                Claims.none(),
                new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of("pwd")),
                UpstreamSession.none());
    }

    private User somebody() {
        MappedPerson mapped = new MappedPerson(subject, "Owen", Optional.empty(), false, Claims.none(), Set.of());
        return switch (directory.resolve(REALM, identity(), mapped)) {
            case Resolution.Known known -> known.user();
            case Resolution.Provisioned provisioned -> provisioned.user();
            case Resolution.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private SessionRef signedIn(User user) {
        Visitor visitor = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));
        SessionRef session = sessions.open(user, identity(), SessionPolicy.standard(), visitor)
                .session()
                .ref();
        assertThat(participants.join(session.id(), "oidc", new RelyingPartyId("desk"), ""))
                .isTrue();
        return session;
    }
}
