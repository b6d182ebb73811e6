package io.vestibule.protocol.keystone.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Project;
import io.vestibule.database.ConnectionsTaken;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.keys.TokenKeys;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.records.ChangesLost;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validating a token asks the database nothing, however many tokens were taken back, and hears of what other nodes did. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ValidationFromMemoryTest {
    private static final int REVOCATIONS = 100_000;

    @Inject
    Cloud cloud;

    @Inject
    ConnectionsTaken connections;

    @Inject
    AgroalDataSource database;

    @Inject
    JwsFormat jws;

    @Inject
    FernetFormat fernet;

    @Inject
    Event<ChangesLost> lost;

    private User ada;
    private Project project;
    private String service;

    @BeforeEach
    void someone() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
        User operator = cloud.person();
        cloud.grant(operator.id(), "admin", new Scope.System());
        service = cloud.token(operator, Cloud.system());
    }

    @Test
    void theSameTokenAgainAsksTheDatabaseNothing() {
        String token = cloud.token(ada, Cloud.project(project));
        cloud.validate(service, token).then().statusCode(200);
        assertThat(connectionsTakenBy(() -> {
                    for (int i = 0; i < 50; i++) {
                        cloud.validate(service, token).then().statusCode(200);
                    }
                }))
                .isZero();
    }

    @Test
    void tokensNeverSeenBeforeAskNothingEither() {
        cloud.validate(service, written(jws)).then().statusCode(200);
        cloud.validate(service, written(fernet)).then().statusCode(200);
        assertThat(connectionsTakenBy(() -> {
                    for (int i = 0; i < 25; i++) {
                        cloud.validate(service, written(jws)).then().statusCode(200);
                        cloud.validate(service, written(fernet)).then().statusCode(200);
                    }
                }))
                .isZero();
    }

    @Test
    void aHundredThousandRevocationsAreReadOnceAndAskedInMemory() throws SQLException {
        String revoked = written(jws);
        String auditId = cloud.validate(service, revoked).path("token.audit_ids[0]");
        fill(auditId);
        lost.fire(new ChangesLost()); // as after a restart
        cloud.validate(service, revoked).then().statusCode(404);
        String token = written(jws);
        assertThat(connectionsTakenBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        cloud.validate(service, token).then().statusCode(200);
                        cloud.validate(service, revoked).then().statusCode(404);
                    }
                }))
                .isZero();
    }

    @Test
    void whatAnotherNodeTookBackIsRefusedWithinASecond() throws Exception {
        String token = written(jws);
        String auditId = cloud.validate(service, token).path("token.audit_ids[0]");
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, auditId);
            notice(connection, "token", auditId);
            connection.commit();
        }
        assertThat(statusWithinASecond(token)).isEqualTo(404);
    }

    @Test
    void keysThatACommandTookAwayCountNoMoreWithinASecond() throws Exception {
        String token = written(jws);
        cloud.validate(service, token).then().statusCode(200);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement gone = connection.prepareStatement(
                    "delete from realm_key where realm = ? and purpose = 'keystone-signing'")) {
                gone.setString(1, Cloud.REALM.value());
                assertThat(gone.executeUpdate()).isPositive();
            }
            notice(connection, TokenKeys.TOPIC, Cloud.REALM.value());
            connection.commit();
        }
        assertThat(statusWithinASecond(token)).isEqualTo(401); // the service's own token was made with them, too
        assertThat(cloud.counts(cloud.token(ada, null))).isTrue();
    }

    private static void notice(Connection connection, String topic, String subject) throws SQLException {
        try (PreparedStatement notice = connection.prepareStatement(
                "insert into change_notice (realm, topic, subject, node, at) values (?, ?, ?, ?, now())")) {
            notice.setString(1, Cloud.REALM.value());
            notice.setString(2, topic);
            notice.setString(3, subject);
            notice.setObject(4, UUID.randomUUID());
            notice.executeUpdate();
        }
    }

    /** What a validation comes to in the end. */
    private int statusWithinASecond(String token) {
        Instant end = Instant.now().plus(Duration.ofSeconds(1));
        int status = 200;
        while (status == 200 && Instant.now().isBefore(end)) {
            status = cloud.validate(service, token).statusCode();
        }
        return status;
    }

    private String written(TokenFormat format) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return format.write(
                cloud.realm(),
                new TokenPayload(
                        ada.id(),
                        List.of("password"),
                        List.of(Base64.getUrlEncoder().withoutPadding().encodeToString(uuid())),
                        now,
                        now.plusSeconds(600),
                        Optional.of(Cloud.on(project)),
                        TokenPayload.Delegation.none(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static byte[] uuid() {
        UUID random = UUID.randomUUID();
        return ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
    }

    private long connectionsTakenBy(Runnable requests) {
        long before = connections.sofar();
        requests.run();
        return connections.sofar() - before;
    }

    private void fill(String auditId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement many = connection.prepareStatement(
                        "insert into keystone_revocation (realm, audit_id, revoked_at, expires_at)"
                                + " select ?, 'past-' || n, now(), now() + interval '1 hour' from generate_series(1, ?) n")) {
            many.setString(1, Cloud.REALM.value());
            many.setInt(2, REVOCATIONS);
            assertThat(many.executeUpdate()).isEqualTo(REVOCATIONS);
            insert(connection, auditId);
        }
    }

    private static void insert(Connection connection, String auditId) throws SQLException {
        try (PreparedStatement one = connection.prepareStatement(
                "insert into keystone_revocation (realm, audit_id, revoked_at, expires_at) values (?, ?, ?, ?)")) {
            one.setString(1, Cloud.REALM.value());
            one.setString(2, auditId);
            one.setTimestamp(3, Timestamp.from(Instant.now()));
            one.setTimestamp(4, Timestamp.from(Instant.now().plusSeconds(3_600)));
            one.executeUpdate();
        }
    }
}
