package io.vestibule.connector;

import io.vestibule.identity.Secret;

/** An upstream which checks a user name and password (local users, LDAP). May block: called on a virtual thread. */
public non-sealed interface PasswordConnector extends Connector {
    AuthnOutcome verify(String username, Secret password);
}
