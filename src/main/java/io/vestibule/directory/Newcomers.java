package io.vestibule.directory;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.LinkingPolicy;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Whom a connector brings for the first time: somebody who is here already, maybe, or nobody we know. */
@ApplicationScoped
class Newcomers {
    private final UserRepository users;
    private final WaysIn waysIn;
    private final Clock clock;

    Newcomers(UserRepository users, WaysIn waysIn, Clock clock) {
        this.users = users;
        this.waysIn = waysIn;
        this.clock = clock;
    }

    /** What is to become of a newcomer. */
    sealed interface Fate {
        record OfTheirOwn() implements Fate {}

        /** The very person who is here: the realm's rules say so. */
        record Joins(UserEntity user) implements Fate {}

        record ToBeAsked() implements Fate {}
    }

    /** In a transaction; the user who has the address is locked until its end. */
    Fate of(Realm realm, UpstreamIdentity identity, MappedPerson mapped) {
        Optional<LinkingPolicy> policy = realm.connector(identity.connector()).map(ConnectorDeclaration::linking);
        if (policy.isEmpty()) {
            return new Fate.OfTheirOwn();
        }
        Optional<UserEntity> owner = mapped.email()
                .flatMap(email -> owner(
                        realm, email, mapped.emailVerified() && policy.get().vouchesFor(email)));
        if (owner.isPresent() && isTheSame(realm, identity.connector(), policy.get(), mapped, owner.get())) {
            return new Fate.Joins(owner.get());
        }
        return switch (policy.get().newcomers()) {
            case SEPARATE -> new Fate.OfTheirOwn();
            case ASK -> owner.isPresent() && mapped.emailVerified() ? new Fate.ToBeAsked() : new Fate.OfTheirOwn();
            case ASK_EVERYONE -> new Fate.ToBeAsked();
        };
    }

    /** As they are once nobody else changes them: who is another's by then, or switched off, is nobody to be joined. */
    private Optional<UserEntity> owner(Realm realm, String email, boolean maybeJoined) {
        String address = SafeText.key(email);
        Optional<UserEntity> read = users.byEmail(realm.name(), address);
        if (!maybeJoined) {
            return read; // nobody is kept waiting for what any connector says
        }
        read.ifPresent(row -> users.lock(row.id));
        users.forgetRead();
        return users.byEmail(realm.name(), address)
                .filter(row -> read.filter(one -> one.id.equals(row.id)).isPresent());
    }

    /**
     * Verified on both sides, by those who give such addresses out, and nobody else can have a key to it. Who has an identity
     * at this connector already is somebody else: the connector gave the address of one who left to another.
     */
    private boolean isTheSame(
            Realm realm, ConnectorId connector, LinkingPolicy policy, MappedPerson mapped, UserEntity owner) {
        String address = mapped.email().orElseThrow();
        return mapped.emailVerified()
                && policy.vouchesFor(address)
                && owner.enabled
                && Mailbox.isSame(address, owner.email)
                && !waysIn.comesBy(realm, owner, connector)
                && waysIn.isBelieved(realm, owner, address, clock.instant())
                && !waysIn.anyFromBefore(realm, owner, address);
    }
}
