package io.vestibule.account;

import io.vestibule.directory.User;
import io.vestibule.identity.SessionId;
import io.vestibule.realm.Realm;
import java.util.Optional;

/**
 * A person at their own account.
 *
 * @param session of their browser; none when an application comes in their name
 * @param fresh whether they proved who they are a short time ago, which changes of ways in ask for
 * @param formKey what a form or a changing request must carry, so that no other site can send it; empty for an application
 */
public record AccountVisit(Realm realm, User user, Optional<SessionId> session, boolean fresh, String formKey) {}
