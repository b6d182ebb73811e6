package io.vestibule.access;

import io.vestibule.directory.User;
import io.vestibule.realm.Realm;

/** Whom the operator's rules let do something, told of a person and not of a token. Said by whoever keeps such rules. */
public interface OperatorRule {
    /** @param action as the rules name it */
    boolean allows(Realm realm, User user, String action);
}
