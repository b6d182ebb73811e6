package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.Realm;
import java.util.Optional;

/** Whether a text is a token that counts now. */
public interface TokenCheck {
    /** Empty when it is not one of ours, expired, revoked, or what it speaks of is gone or switched off. */
    Optional<ValidToken> valid(Realm realm, String text);
}
