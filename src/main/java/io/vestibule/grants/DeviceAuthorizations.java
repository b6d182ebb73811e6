package io.vestibule.grants;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.grants.DeviceAuthorizationRepository.Crowd;
import io.vestibule.grants.DeviceAuthorizationRepository.Decision;
import io.vestibule.grants.DeviceAuthorizationRepository.Row;
import io.vestibule.identity.AddressBlock;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.keys.Hmac;
import io.vestibule.keys.MasterKey;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * Devices that wait until a person approves them in a browser elsewhere (RFC 8628). This is kept before anybody has signed in,
 * so it is bounded: so many of a realm, of a relying party, and of an address where anybody may begin.
 */
@ApplicationScoped
public class DeviceAuthorizations {
    static final Duration INTERVAL = Duration.ofSeconds(5); // RFC 8628 §3.2
    static final long MOST_OF_REALM = 10_000;
    static final long MOST_OF_PARTY = 2_000;
    static final long MOST_OF_ADDRESS = 50;

    private static final Duration SLACK =
            Duration.ofSeconds(1); // what the network adds and takes between two questions
    private static final Duration SLOWEST =
            Duration.ofMinutes(1); // beyond which nothing is written for those who hammer
    private static final Duration TOLD_AFTERWARDS = Duration.ofMinutes(10); // that it has expired
    private static final Duration TO_FETCH = Duration.ofMinutes(1); // what was approved at the last moment
    private static final int LONGEST_USER_AGENT = 300;
    private static final int TRIES = 5;

    private final DeviceAuthorizationRepository repository;
    private final TokenFamilies families;
    private final RandomTokens tokens;
    private final SecureRandom random;
    private final SecretKey key;
    private final Clock clock;

    public DeviceAuthorizations(
            DeviceAuthorizationRepository repository,
            TokenFamilies families,
            RandomTokens tokens,
            SecureRandom random,
            MasterKey master,
            Clock clock) {
        this.repository = repository;
        this.families = families;
        this.tokens = tokens;
        this.random = random;
        this.key = master.derive("device-user-code");
        this.clock = clock;
    }

    /** Who begins. */
    public enum Caller {
        /** Has proven to be the relying party. */
        PROVEN,
        /** Says so: a relying party without credentials. */
        ANYBODY
    }

    /**
     * A device begins to wait.
     *
     * @param asked in the protocol's words
     */
    @Transactional
    public DeviceBeginning begin(
            RealmName realm,
            RelyingPartyId party,
            String asked,
            String address,
            String userAgent,
            Caller caller,
            Duration lifetime) {
        Instant now = clock.instant();
        String network = AddressBlock.network(address);
        repository.countAlone(realm.value());
        Crowd crowd = repository.crowd(realm.value(), party, network, now);
        if (crowd.realm() >= MOST_OF_REALM || crowd.party() >= MOST_OF_PARTY) {
            return new DeviceBeginning.Full("too-many-devices-wait");
        }
        if (caller == Caller.ANYBODY && crowd.network() >= MOST_OF_ADDRESS) {
            return new DeviceBeginning.Full("too-many-devices-wait-there");
        }
        String agent = userAgent.substring(0, Math.min(LONGEST_USER_AGENT, userAgent.length()));
        for (int i = 0; i < TRIES; i++) {
            Row row = new Row(
                    new DeviceRequest(UUID.randomUUID(), party, asked, address, agent),
                    Decision.PENDING,
                    null,
                    INTERVAL,
                    null,
                    now.plus(lifetime));
            String deviceCode = tokens.next();
            UserCode userCode = UserCode.next(random);
            if (repository.add(
                    realm.value(), row, network, Sha256.of(deviceCode).bytes(), digest(userCode), now)) {
                return new DeviceBeginning.Begun(new Secret(deviceCode), userCode, INTERVAL);
            }
        }
        throw new IllegalStateException("of " + MOST_OF_REALM + " codes in 20^8, five in a row are never taken");
    }

    /** Which device shows that code, when it still waits. */
    public Optional<DeviceRequest> waiting(RealmName realm, UserCode code) {
        return waiting(repository.byUserCode(realm.value(), digest(code)));
    }

    /** The device of that id, when it still waits. */
    public Optional<DeviceRequest> waiting(RealmName realm, UUID id) {
        return waiting(repository.byId(realm.value(), id));
    }

    private Optional<DeviceRequest> waiting(Optional<Row> found) {
        return found.filter(row -> row.decision() == Decision.PENDING)
                .filter(row -> row.expiresAt().isAfter(clock.instant()))
                .map(Row::request);
    }

    /** The person says yes; false when it is too late or was decided before. */
    public boolean approve(RealmName realm, UUID id, String granted) {
        return decide(realm, id, Decision.APPROVED, Optional.of(granted));
    }

    /** The person says no; false when it is too late or was decided before. */
    public boolean refuse(RealmName realm, UUID id) {
        return decide(realm, id, Decision.REFUSED, Optional.empty());
    }

    private boolean decide(RealmName realm, UUID id, Decision decision, Optional<String> granted) {
        Instant now = clock.instant();
        return repository.decide(realm.value(), id, decision, granted.orElse(null), now, now.plus(TO_FETCH));
    }

    /** The device asks whether anybody has decided. */
    public DeviceOutcome poll(RealmName realm, RelyingPartyId party, String deviceCode) {
        Optional<Row> found =
                repository.byDeviceCode(realm.value(), Sha256.of(deviceCode).bytes());
        if (found.isEmpty()) {
            return unknown(deviceCode);
        }
        Row row = found.get();
        if (!row.request().relyingParty().equals(party)) {
            return new DeviceOutcome.OfOther(row.request().relyingParty());
        }
        if (!row.expiresAt().isAfter(clock.instant())) {
            return new DeviceOutcome.Expired();
        }
        return switch (row.decision()) {
            case PENDING -> polled(row);
            case REFUSED -> {
                repository.remove(row.request().id());
                yield new DeviceOutcome.Refused();
            }
            case APPROVED ->
                repository.remove(row.request().id())
                        ? new DeviceOutcome.Approved(
                                row.request().asked(), String.valueOf(row.granted()), family(deviceCode))
                        : unknown(deviceCode); // somebody was faster
        };
    }

    private DeviceOutcome polled(Row row) {
        Instant now = clock.instant();
        boolean tooFast = row.polledAt() != null
                && row.polledAt().plus(row.interval()).minus(SLACK).isAfter(now);
        if (!tooFast || row.interval().compareTo(SLOWEST) < 0) {
            Duration interval = tooFast ? row.interval().plus(INTERVAL) : row.interval(); // RFC 8628 §3.5
            repository.polled(row.request().id(), now, interval);
        }
        return tooFast ? new DeviceOutcome.TooFast() : new DeviceOutcome.Waiting();
    }

    private DeviceOutcome unknown(String deviceCode) {
        return new DeviceOutcome.Unknown(families.revoke(family(deviceCode)));
    }

    private static FamilyId family(String deviceCode) {
        return FamilyId.ofCode(Sha256.of("family of device " + deviceCode).bytes());
    }

    @Scheduled(every = "1m", delayed = "35s")
    void clean() {
        repository.removeOlderThan(clock.instant().minus(TOLD_AFTERWARDS));
    }

    private byte[] digest(UserCode code) {
        return Hmac.SHA256.of(key, code.letters());
    }
}
