package io.vestibule.protocol.saml.metadata;

import io.vestibule.connector.Organisations;
import java.time.Duration;
import java.util.Optional;

/** One of many, as if there were no others. */
record OnePartner(Partners all, String entityId) implements Partners {
    @Override
    public Lookup find(String id) {
        return id.equals(entityId) ? all.find(id) : new Lookup.Unknown("only " + entityId + " is meant");
    }

    @Override
    public Lookup only() {
        return all.find(entityId);
    }

    @Override
    public Lookup again(String id, Duration floor) {
        return id.equals(entityId) ? all.again(id, floor) : find(id);
    }

    @Override
    public Optional<Organisations> organisations() {
        return Optional.empty();
    }

    @Override
    public void close() {
        all.close();
    }
}
