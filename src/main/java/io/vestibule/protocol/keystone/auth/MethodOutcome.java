package io.vestibule.protocol.keystone.auth;

import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of one method. */
public sealed interface MethodOutcome {
    /**
     * Proven.
     *
     * @param earlier methods which a presented token stands for
     * @param notAfter when the new token must have ended at the latest
     * @param parentAuditId of the first token of the line it continues
     * @param delegation what the new token carries instead of all of the user's rights
     * @param boundTo the only scope the proof is good for
     * @param shown the account elsewhere that was, where its link says whose it is
     */
    record Proven(
            UserId user,
            List<String> earlier,
            Optional<Instant> notAfter,
            Optional<String> parentAuditId,
            Delegation delegation,
            Optional<Federated> federated,
            Optional<Scope> boundTo,
            Optional<ShownIdentity> shown)
            implements MethodOutcome {
        public Proven {
            earlier = List.copyOf(earlier);
        }

        /** By no account elsewhere. */
        public Proven(
                UserId user,
                List<String> earlier,
                Optional<Instant> notAfter,
                Optional<String> parentAuditId,
                Delegation delegation,
                Optional<Federated> federated,
                Optional<Scope> boundTo) {
            this(user, earlier, notAfter, parentAuditId, delegation, federated, boundTo, Optional.empty());
        }

        public static Proven by(UserId user) {
            return new Proven(
                    user,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Delegation.none(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** The same, good for {@code scope} only and carrying what {@code delegated} does. */
        public Proven delegating(Delegation delegated, Scope scope) {
            return new Proven(user, earlier, notAfter, parentAuditId, delegated, federated, Optional.of(scope), shown);
        }

        public Proven until(Instant end) {
            return new Proven(user, earlier, Optional.of(end), parentAuditId, delegation, federated, boundTo, shown);
        }
    }

    /**
     * Not proven. The caller gets a 401 that says nothing, unless {@code words} are given, which Keystone does only where
     * the caller has proven enough to be told.
     *
     * @param reason a stable word for the audit log
     */
    record Refused(String reason, Optional<UserId> user, Optional<String> words) implements MethodOutcome {
        public static Refused because(String reason) {
            return new Refused(reason, Optional.empty(), Optional.empty());
        }

        public Refused of(UserId who) {
            return new Refused(reason, Optional.of(who), words);
        }
    }
}
