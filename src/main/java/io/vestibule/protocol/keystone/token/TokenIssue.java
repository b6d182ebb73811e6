package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.Realm;

/** Gives out tokens to those who have been authenticated. */
public interface TokenIssue {
    /**
     * A token as wanted.
     *
     * @throws io.vestibule.protocol.keystone.wire.KeystoneRefused 401 when the user, the scope or the delegation is not
     *     alive, or the user has no role there: which of them is for the audit log alone
     */
    Issued issue(Realm realm, TokenRequest request);

    /** What a token as wanted would say, without there being one; refused alike. */
    ValidToken standing(Realm realm, TokenRequest request);
}
