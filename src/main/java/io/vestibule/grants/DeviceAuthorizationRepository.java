package io.vestibule.grants;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.RelyingPartyId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single statements on device_authorization. */
@ApplicationScoped
class DeviceAuthorizationRepository {
    private static final String COLUMNS = "id, relying_party, asked, address, user_agent, decision, granted, "
            + "interval_seconds, polled_at, expires_at";

    private final Statements statements;

    DeviceAuthorizationRepository(Statements statements) {
        this.statements = statements;
    }

    /** What a person decided. */
    enum Decision {
        PENDING,
        APPROVED,
        REFUSED
    }

    /** One row, but for its codes. */
    record Row(
            DeviceRequest request,
            Decision decision,
            @Nullable String granted,
            Duration interval,
            @Nullable Instant polledAt,
            Instant expiresAt) {}

    /** How many wait: of the realm, of the relying party, and of it from one network. */
    record Crowd(long realm, long party, long network) {}

    /** Until the transaction ends nobody else counts or adds devices of the realm: of many at once none passes the caps. */
    void countAlone(String realm) {
        statements.row(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> realm, "device_authorization " + realm);
    }

    /** @param network addresses that are as good as one */
    Crowd crowd(String realm, RelyingPartyId party, String network, Instant now) {
        return statements
                .row(
                        "select count(*), count(*) filter (where relying_party = ?), "
                                + "count(*) filter (where relying_party = ? and network = ?) "
                                + "from device_authorization where realm = ? and expires_at > ?",
                        row -> new Crowd(row.number(1), row.number(2), row.number(3)),
                        party.value(),
                        party.value(),
                        network,
                        realm,
                        now)
                .orElseThrow();
    }

    /** False when one of its codes is taken. */
    boolean add(String realm, Row row, String network, byte[] deviceCode, byte[] userCode, Instant now) {
        DeviceRequest request = row.request();
        return statements.change(
                        "insert into device_authorization (realm, device_code, user_code, created_at, id, relying_party, "
                                + "asked, address, network, user_agent, decision, interval_seconds, expires_at) "
                                + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        realm,
                        deviceCode,
                        userCode,
                        now,
                        request.id(),
                        request.relyingParty().value(),
                        request.asked(),
                        request.address(),
                        network,
                        request.userAgent(),
                        row.decision().name(),
                        row.interval().toSeconds(),
                        row.expiresAt())
                == 1;
    }

    Optional<Row> byDeviceCode(String realm, byte[] deviceCode) {
        return statements.row(
                "select " + COLUMNS + " from device_authorization where device_code = ? and realm = ?",
                DeviceAuthorizationRepository::read,
                deviceCode,
                realm);
    }

    Optional<Row> byUserCode(String realm, byte[] userCode) {
        return statements.row(
                "select " + COLUMNS + " from device_authorization where user_code = ? and realm = ?",
                DeviceAuthorizationRepository::read,
                userCode,
                realm);
    }

    Optional<Row> byId(String realm, UUID id) {
        return statements.row(
                "select " + COLUMNS + " from device_authorization where id = ? and realm = ?",
                DeviceAuthorizationRepository::read,
                id,
                realm);
    }

    /** One statement: of any number of decisions at once, one counts. */
    boolean decide(
            String realm, UUID id, Decision decision, @Nullable String granted, Instant now, Instant atLeastUntil) {
        return statements.change(
                        "update device_authorization set decision = ?, granted = ?, expires_at = greatest(expires_at, ?) "
                                + "where id = ? and realm = ? and decision = 'PENDING' and expires_at > ?",
                        decision.name(),
                        granted,
                        atLeastUntil,
                        id,
                        realm,
                        now)
                == 1;
    }

    void polled(UUID id, Instant now, Duration interval) {
        statements.change(
                "update device_authorization set polled_at = ?, interval_seconds = ? where id = ?",
                now,
                interval.toSeconds(),
                id);
    }

    /** One statement: of any number of presentations at once, one gets it. */
    boolean remove(UUID id) {
        return statements.change("delete from device_authorization where id = ?", id) == 1;
    }

    void removeOlderThan(Instant expiry) {
        statements.change("delete from device_authorization where expires_at <= ?", expiry);
    }

    private static Row read(ResultRow row) {
        int at = 1;
        return new Row(
                new DeviceRequest(
                        row.uuid(at++),
                        new RelyingPartyId(row.text(at++)),
                        row.text(at++),
                        row.text(at++),
                        row.text(at++)),
                Decision.valueOf(row.text(at++)),
                row.textIfAny(at++).orElse(null),
                Duration.ofSeconds(row.number(at++)),
                row.instantIfAny(at++).orElse(null),
                row.instant(at));
    }
}
