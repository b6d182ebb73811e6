package io.vestibule.directory;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;

/**
 * An account elsewhere leads here no more: what came of it ends, whoever undid the link, and in the same transaction. Who
 * cannot do their part keeps the link.
 *
 * @param by with the session in which the person asked, which goes on
 */
public record IdentityUnlinked(RealmName realm, UserId user, ConnectorId connector, String subject, Circumstances by) {}
