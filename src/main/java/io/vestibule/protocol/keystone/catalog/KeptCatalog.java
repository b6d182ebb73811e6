package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The catalogue in memory, read again when it changed. */
@ApplicationScoped
class KeptCatalog implements CatalogView {
    private static final int REALMS = 1_000;

    private final CatalogReading reading;
    private final FollowedCache<String, CatalogContent> contents;

    KeptCatalog(CatalogReading reading, Changes changes) {
        this.reading = reading;
        this.contents = changes.cache(REALMS);
    }

    @Override
    public ArrayNode catalog(Realm realm, UserId user, Optional<ProjectId> project) {
        return contents.get(realm.name().value(), name -> reading.read(new RealmName(name)))
                .shownTo(user.hex(), project.map(ProjectId::value));
    }

    void follow(@Observes Changed changed) {
        if (changed.is(Shelves.TOPIC)) {
            contents.evict(changed.realm());
        }
    }
}
