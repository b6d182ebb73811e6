package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.MappedPerson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users of every realm. */
public interface Directory {
    /**
     * The user that {@code identity} is: found by connector and subject, with profile and groups refreshed from
     * {@code mapped}, or made. Joined to somebody who is here by e-mail only where the realm's rules for this connector say
     * that the two are the same beyond doubt; never by name. A disabled user is refused.
     */
    Resolution resolve(RealmName realm, UpstreamIdentity identity, MappedPerson mapped);

    /** As {@link #resolve}, of those who have come before; of others what {@code strangers} says, or nothing. */
    Optional<Resolution> resolve(RealmName realm, UpstreamIdentity identity, MappedPerson mapped, Strangers strangers);

    /** The user as it is now, disabled or not. */
    Optional<User> find(RealmName realm, UserId id);

    /** Of every realm: those who were disabled, have a new password or lost their second factors since. */
    List<User> voidedSince(Instant since);

    /** The same when it was read a moment ago; nothing says nothing. Never waits for the database. */
    Optional<User> remembered(RealmName realm, UserId id);
}
