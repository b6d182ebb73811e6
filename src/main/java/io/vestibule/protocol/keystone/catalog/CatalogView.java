package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.util.Optional;

/** The services that a token tells of, with their addresses. */
public interface CatalogView {
    /**
     * As a token shows it. Without a project, endpoints whose URL needs one are left out. Topic {@code catalog} of
     * {@link io.vestibule.records.Changed} says that it may read otherwise now.
     */
    ArrayNode catalog(Realm realm, UserId user, Optional<ProjectId> project);
}
