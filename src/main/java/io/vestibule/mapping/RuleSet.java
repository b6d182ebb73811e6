package io.vestibule.mapping;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import java.util.Optional;

/**
 * Rules under a name: what the Identity API calls a mapping.
 *
 * @param saysVersion whether whoever wrote it named the edition of the language
 * @param owner the domain whose administrators made it; none when those of the realm did
 */
public record RuleSet(RealmName realm, String id, Rules rules, boolean saysVersion, Optional<DomainId> owner) {}
