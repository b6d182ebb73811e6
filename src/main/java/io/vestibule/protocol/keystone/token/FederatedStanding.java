package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.realm.Realm;
import java.time.Instant;
import java.util.Optional;

/** Whether the way by which somebody came in is still open. Found by CDI; without any, none is. */
public interface FederatedStanding {
    /**
     * Whether identity provider and protocol are there and switched on. Asked once per change: the answer is kept until topic
     * {@code idp} is announced with the identity provider's id.
     */
    boolean stands(Realm realm, Federated from);

    /**
     * How it stands with the providers by which {@code user} comes, whatever they do now: what a person handed on is worth
     * no more than they would be themselves. Kept until topic {@code idp} or {@code user} is announced.
     */
    Opening opening(Realm realm, User user);

    /**
     * @param isOpen whether one of the ways by which they come is
     * @param until when they must have come again, for anything to be worth something
     */
    record Opening(boolean isOpen, Optional<Instant> until) {
        private static final Opening ALWAYS = new Opening(true, Optional.empty());
        private static final Opening CLOSED = new Opening(false, Optional.empty());

        public static Opening always() {
            return ALWAYS;
        }

        public static Opening closed() {
            return CLOSED;
        }

        public static Opening until(Instant end) {
            return new Opening(true, Optional.of(end));
        }

        /** The better of two. */
        public Opening or(Opening other) {
            if (!isOpen || !other.isOpen) {
                return isOpen ? this : other;
            }
            return until.isEmpty() || other.until.filter(until.get()::isAfter).isPresent() ? this : other;
        }

        public boolean holdsAt(Instant moment) {
            return isOpen && until.filter(end -> !end.isAfter(moment)).isEmpty();
        }
    }
}
