package io.vestibule.access;

import io.vestibule.directory.DomainOutcome;
import io.vestibule.directory.Domains;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import java.util.List;

/** Domains and groups for the tests of this room. */
final class TestDirectory {
    private TestDirectory() {}

    static DomainId domain(Domains domains, RealmName realm, String id) {
        DomainOutcome made = domains.create(
                realm, new DomainId(id), new Domains.NewDomain(id, "", true, List.of(), Extra.none(), Extra.none()));
        return ((DomainOutcome.Done) made).domain().id();
    }

    /** In the domain {@code default}. */
    static GroupId group(Groups groups, RealmName realm, String name) {
        GroupOutcome made = groups.create(realm, new Groups.NewGroup(new DomainId("default"), name, "", Extra.none()));
        return ((GroupOutcome.Done) made).group().id();
    }
}
