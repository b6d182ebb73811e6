package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;

/**
 * People who are given roles together.
 *
 * @param claim what relying parties are told: the name, and outside of the domain {@code default} the domain's name behind it
 * @param extra attributes of the Identity API that mean nothing to us
 */
public record Group(
        RealmName realm, GroupId id, DomainId domain, String name, String claim, String description, Extra extra) {
    public Group withName(String name) {
        String domainPart = claim.substring(this.name.length());
        return new Group(realm, id, domain, name, name + domainPart, description, extra);
    }

    public Group withDescription(String description) {
        return new Group(realm, id, domain, name, claim, description, extra);
    }

    public Group withExtra(Extra extra) {
        return new Group(realm, id, domain, name, claim, description, extra);
    }
}
