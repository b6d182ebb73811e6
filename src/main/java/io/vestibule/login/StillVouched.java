package io.vestibule.login;

import io.vestibule.connector.Connectors;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamNames;
import io.vestibule.session.UpstreamEnds;
import io.vestibule.session.UpstreamEnds.Vouched;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether an upstream stands by what it said of somebody: it may end its session while they are on the way in, or asked for
 * a second factor here.
 */
@ApplicationScoped
class StillVouched {
    /** In the audit log. */
    static final String NOT_ANY_MORE = "upstream-ended";

    private final Connectors connectors;
    private final UpstreamEnds ends;
    private final Clock clock;

    StillVouched(Connectors connectors, UpstreamEnds ends, Clock clock) {
        this.connectors = connectors;
        this.ends = ends;
        this.clock = clock;
    }

    /** The context of a login that takes note of when this began; the first note counts. */
    LoginContext noted(LoginContext context) {
        return context.vouchedAt().isPresent() ? context : context.vouched(clock.instant());
    }

    boolean holds(RealmName realm, UpstreamIdentity identity, Instant heard) {
        UpstreamNames names = names(realm, identity);
        return names.isEmpty() || !ends.areOver(realm, identity.connector(), names, vouched(identity, heard));
    }

    /** What {@code opening} gives, in one transaction with the question; nothing where it holds no more. */
    @Transactional
    <T> Optional<T> opening(RealmName realm, UpstreamIdentity identity, Instant heard, Supplier<T> opening) {
        UpstreamNames names = names(realm, identity);
        boolean over =
                !names.isEmpty() && ends.areOverForSure(realm, identity.connector(), names, vouched(identity, heard));
        return over ? Optional.empty() : Optional.of(opening.get());
    }

    private static Vouched vouched(UpstreamIdentity identity, Instant heard) {
        return new Vouched(identity.upstreamSession().issued(), heard);
    }

    private UpstreamNames names(RealmName realm, UpstreamIdentity identity) {
        return connectors
                .find(realm, identity.connector())
                .filter(RedirectConnector.class::isInstance)
                .map(RedirectConnector.class::cast)
                .map(upstream -> upstream.upstreamNames(identity))
                .orElseGet(UpstreamNames::none);
    }
}
