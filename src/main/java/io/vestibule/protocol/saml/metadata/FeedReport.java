package io.vestibule.protocol.saml.metadata;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Refusal;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the operator what became of one source's copies: in the log, and what was refused in the audit log too. */
final class FeedReport {
    private static final Logger LOG = Logger.getLogger(FeedReport.class);
    private static final String STEP = "metadata";

    private final Owner owner;
    private final AuditLog audit;

    FeedReport(Owner owner, AuditLog audit) {
        this.owner = owner;
        this.audit = audit;
    }

    void inForce(Catalogue catalogue) {
        LOG.infof(
                "metadata of %s: %d entities in force%s",
                owner,
                catalogue.entityIds().size(),
                catalogue
                        .envelope()
                        .validUntil()
                        .map(until -> ", valid until " + until)
                        .orElse(""));
    }

    void unreachable(String detail) {
        LOG.warnf("metadata of %s could not be fetched, the last good copy stays in force: %s", owner, detail);
    }

    /** The copy in force stays in force. */
    void refused(MetadataRefused refused, String expected) {
        LOG.errorf("ALARM: metadata of %s was refused (%s): %s", owner, refused.reason(), refused.detail());
        record("metadata-" + refused.reason(), expected, refused.detail());
    }

    void otherRegistrar(String entityId, String before, String now) {
        LOG.errorf(
                "ALARM: metadata of %s: %s was registered by %s and now is by '%s'; it stays as it was until the operator"
                        + " names the new one under registrars",
                owner, entityId, before, now);
        record("metadata-other-registrar", entityId + " from " + before, now);
    }

    void expiresSoon(String detail) {
        LOG.warnf("metadata of %s: %s", owner, detail);
    }

    void expired(String detail) {
        LOG.errorf("ALARM: metadata of %s: %s", owner, detail);
        record("metadata-expired", "a copy that is valid", detail);
    }

    private void record(String reason, String expected, String actual) {
        audit.refuse(new Refusal(Optional.of(owner.realm()), owner.circumstances(), STEP, reason, expected, actual));
    }
}
