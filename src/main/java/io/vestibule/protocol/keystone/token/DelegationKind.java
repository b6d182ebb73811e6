package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.Realm;
import java.util.Optional;

/** One way to pass rights on: trust, application credential, OAuth 1 access token. Found by CDI. */
public interface DelegationKind {
    boolean concerns(TokenPayload payload);

    /**
     * What the token carries now; empty when the delegation is dead, and so the token. Asked once per change: the answer is
     * kept until a topic {@code trust}, {@code app-credential}, {@code oauth1}, {@code assignment}, {@code user},
     * {@code role} or {@code project} is announced, so whatever the answer depends on is announced.
     */
    Optional<Delegated> living(Realm realm, TokenPayload payload);
}
