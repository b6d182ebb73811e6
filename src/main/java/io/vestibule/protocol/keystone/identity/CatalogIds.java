package io.vestibule.protocol.keystone.identity;

import io.vestibule.identity.RealmName;

/** What the catalogue knows: limits are only of services and regions that are in it. */
public interface CatalogIds {
    boolean hasService(RealmName realm, String id);

    boolean hasRegion(RealmName realm, String id);
}
