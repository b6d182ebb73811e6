package io.vestibule.protocol.keystone.partners;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The Keystones that people of a realm may be sent to: from its file and from the API, kept in memory, read when changed. */
@ApplicationScoped
class ServiceProviders implements PartnersView {
    /** Tokens show them beside the catalogue, so whoever keeps a token's body looks again when this is announced. */
    private static final String TOPIC = "catalog";

    private static final int REALMS = 1_000;

    private final ServiceProviderRows rows;
    private final Changes changes;
    private final FollowedCache<String, List<ServiceProvider>> kept;

    ServiceProviders(ServiceProviderRows rows, Changes changes) {
        this.rows = rows;
        this.changes = changes;
        this.kept = changes.cache(REALMS);
    }

    List<ServiceProvider> all(RealmName realm) {
        return kept.get(realm.value(), rows::all);
    }

    Optional<ServiceProvider> find(RealmName realm, String id) {
        return all(realm).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public ArrayNode shown(RealmName realm) {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        all(realm).stream()
                .filter(ServiceProvider::enabled)
                .forEach(one -> shown.addObject()
                        .put("auth_url", one.authUrl())
                        .put("id", one.id())
                        .put("sp_url", one.spUrl()));
        return shown;
    }

    /** False when there is one of that id. */
    @Transactional
    boolean create(RealmName realm, ServiceProvider provider) {
        boolean fresh = rows.create(realm.value(), provider);
        if (fresh) {
            changed(realm, provider.id());
        }
        return fresh;
    }

    @Transactional
    Optional<ServiceProvider> update(RealmName realm, String id, UnaryOperator<ServiceProvider> change) {
        Optional<ServiceProvider> updated = rows.update(realm.value(), id, change);
        updated.ifPresent(now -> changed(realm, id));
        return updated;
    }

    /** Whether there was one. */
    @Transactional
    boolean delete(RealmName realm, String id) {
        boolean gone = rows.delete(realm.value(), id);
        if (gone) {
            changed(realm, id);
        }
        return gone;
    }

    /** What is declared is as declared, what was and no longer is goes; what came by the API stays. */
    @Transactional
    void follow(RealmName realm, List<PartnerDeclaration> declarations) {
        Set<String> wanted = new HashSet<>();
        boolean different = false;
        for (PartnerDeclaration declaration : declarations) {
            wanted.add(declaration.id());
            different |= rows.put(realm.value(), declaration.serviceProvider());
        }
        for (ServiceProvider one : rows.all(realm.value())) {
            if (one.declared() && !wanted.contains(one.id())) {
                different |= rows.delete(realm.value(), one.id());
            }
        }
        if (different) {
            changed(realm, "@file");
        }
    }

    void onChange(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            kept.evict(changed.realm());
        }
    }

    private void changed(RealmName realm, String id) {
        changes.announce(realm.value(), TOPIC, id);
    }
}
