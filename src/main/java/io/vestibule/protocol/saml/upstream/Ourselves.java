package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import java.net.URI;

/**
 * A connector as a service provider sees itself.
 *
 * @param entityId what identity providers call it
 * @param consumer where answers go: its own, so that an answer can only finish the login it was asked for
 * @param logout where identity providers say that they sign somebody out, or did
 * @param metadata where its metadata is
 * @param carried where programs bring answers
 */
record Ourselves(
        RealmName realm, ConnectorId connector, String entityId, URI consumer, URI logout, URI metadata, URI carried) {}
