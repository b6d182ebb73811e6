package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/** Whether a logout request may be obeyed: always signed, in its time, and once. */
@ApplicationScoped
class LogoutChecks {
    private static final Duration SKEW = Duration.ofMinutes(3);
    /** Longer than a request is taken for new. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final RequestChecks checks;
    private final ExpiringRecords records;
    private final Clock clock;

    LogoutChecks(RequestChecks checks, ExpiringRecords records, Clock clock) {
        this.checks = checks;
        this.records = records;
        this.clock = clock;
    }

    /**
     * A request that its service provider did sign.
     *
     * @param refusal why it may end nothing: it is over, or was seen before
     */
    record Signed(RequestChecks.Asker<LogoutRequest> asker, Optional<SamlRefused> refusal) {
        boolean mayEnd() {
            return refusal.isEmpty();
        }

        void requireNew() throws SamlRefused {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
    }

    RequestChecks.Asker<LogoutRequest> of(Incoming<LogoutRequest> incoming) throws SamlRefused {
        Signed signed = signed(incoming);
        signed.requireNew();
        return signed.asker();
    }

    /** Browsers send the same one again: whoever loads the page anew wants to see what came of it. */
    Signed signed(Incoming<LogoutRequest> incoming) throws SamlRefused {
        RequestChecks.Asker<LogoutRequest> asker = checks.signedAtAnyTime(incoming);
        try {
            checks.issuedJustNow(asker.message());
            inItsTime(asker.message());
            firstUse(asker); // written only after it has verified
            return new Signed(asker, Optional.empty());
        } catch (SamlRefused refused) {
            return new Signed(asker, Optional.of(refused));
        }
    }

    private void inItsTime(LogoutRequest message) throws SamlRefused { // SAML Core §3.7.1
        Instant until = message.getNotOnOrAfter();
        if (until != null && !until.plus(SKEW).isAfter(clock.instant())) {
            throw new SamlRefused("logout-expired", "NotOnOrAfter in the future", until.toString());
        }
    }

    private void firstUse(RequestChecks.Asker<LogoutRequest> asker) throws SamlRefused {
        ServiceProvider party = asker.party();
        String id = party.realm().name() + " " + party.entityId() + " "
                + asker.message().getID();
        if (!records.firstUse("saml-logout", id, clock.instant().plus(REMEMBERED))) {
            throw new SamlRefused(
                    "replayed",
                    "an ID for the first time",
                    String.valueOf(asker.message().getID()));
        }
    }
}
