package io.vestibule.protocol.keystone.token;

import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import java.util.Optional;

/** Tokens that somebody asks about. */
public interface SubjectTokens {
    /** A token with its rendered body. */
    interface Subject {
        ValidToken token();

        /** The body as {@link TokenBodies} writes it; not to be changed. */
        byte[] body(boolean withCatalog);
    }

    /**
     * The token when it counts.
     *
     * @param evenExpired within the realm's window after its expiry too, for work that was begun before
     */
    Optional<Subject> find(Realm realm, String text, boolean evenExpired);

    /** What Keystone says of a text for which nothing was found. */
    KeystoneRefused refusal(Realm realm, String text);
}
