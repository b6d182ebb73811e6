package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vestibule.identity.RealmName;

/** The other Keystones that a token tells of. */
public interface PartnersView {
    /** As a token shows those that are switched on. Topic {@code catalog} says that it may read otherwise now. */
    ArrayNode shown(RealmName realm);
}
