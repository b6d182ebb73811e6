package io.vestibule.login;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.CheckTrail;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of trying a connector.
 *
 * @param passed the checks that were passed, in their order
 * @param failed the one that was not
 * @param vouched what the connector vouched for, when it did
 * @param foreseen what a login would make of it
 */
public record TestReport(
        ConnectorId connector,
        Verdict verdict,
        List<CheckTrail.Met> passed,
        Optional<Failed> failed,
        Optional<Vouched> vouched,
        Optional<Foreseen> foreseen) {
    /** Kinds of results that an operator acts on differently. */
    public enum Verdict {
        AUTHENTICATED,
        INVALID_MESSAGE,
        DENIED_UPSTREAM,
        CONTEXT_NOT_MET,
        BAD_CREDENTIALS,
        PASSWORD_ENDED,
        THROTTLED,
        CANCELLED,
        UNREACHABLE;

        static Verdict of(AuthnOutcome outcome) {
            return switch (outcome) {
                case AuthnOutcome.Authenticated yes -> AUTHENTICATED;
                case AuthnOutcome.Cancelled cancelled -> CANCELLED;
                case AuthnOutcome.Unreachable unreachable -> UNREACHABLE;
                case AuthnOutcome.Rejected no -> of(no.kind());
            };
        }

        private static Verdict of(Rejection kind) {
            return switch (kind) {
                case INVALID_MESSAGE -> INVALID_MESSAGE;
                case DENIED_UPSTREAM -> DENIED_UPSTREAM;
                case CONTEXT_NOT_MET, CONTEXT_REFUSED -> CONTEXT_NOT_MET;
                case BAD_CREDENTIALS -> BAD_CREDENTIALS;
                case PASSWORD_ENDED -> PASSWORD_ENDED;
                case THROTTLED -> THROTTLED;
            };
        }
    }

    /** As the audit log tells it. */
    public record Failed(String reason, String expected, String actual) {
        static Optional<Failed> of(AuthnOutcome outcome) {
            return switch (outcome) {
                case AuthnOutcome.Rejected no -> Optional.of(new Failed(no.reason(), no.expected(), no.actual()));
                case AuthnOutcome.Unreachable no -> Optional.of(new Failed("upstream-unreachable", "", no.detail()));
                case AuthnOutcome.Cancelled no -> Optional.of(new Failed("cancelled", "", ""));
                case AuthnOutcome.Authenticated yes -> Optional.empty();
            };
        }
    }

    /** Who it was over there, and what was said of them. */
    public record Vouched(
            String subject,
            Instant authenticatedAt,
            Optional<String> acr,
            Set<String> amr,
            List<String> authorities,
            ShownClaims claims) {
        static Vouched of(UpstreamIdentity identity) {
            return new Vouched(
                    identity.subject(),
                    identity.context().authnInstant(),
                    identity.context().acr(),
                    identity.context().amr(),
                    identity.context().authorities(),
                    ShownClaims.of(identity.claims().values()));
        }
    }
}
