package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.LimitDraft;
import io.vestibule.access.LimitFilter;
import io.vestibule.access.LimitOwner;
import io.vestibule.access.RegisteredLimitDraft;
import io.vestibule.identity.DrawnId;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Reads limits from request bodies. What they are of must exist. */
@ApplicationScoped
class LimitBodies {
    static final String[] FILTERS = {"service_id", "region_id", "resource_name"};

    private final Facts facts;
    private final Instance<CatalogIds> catalogs;

    LimitBodies(Facts facts, @Any Instance<CatalogIds> catalogs) {
        this.facts = facts;
        this.catalogs = catalogs;
    }

    String newId() {
        return DrawnId.next();
    }

    static LimitFilter filter(Call call) {
        return new LimitFilter(
                call.query().value("service_id"),
                call.query().value("region_id"),
                call.query().value("resource_name"),
                Optional.empty());
    }

    RegisteredLimitDraft registered(Call call, Fields limit) {
        requireCatalog(call, limit, "registered_limit");
        return new RegisteredLimitDraft(
                limit.required("service_id"),
                limit.text("region_id"),
                limit.required("resource_name"),
                limit.number("default_limit").orElseThrow(),
                limit.text("description"));
    }

    LimitDraft limit(Call call, Fields limit) {
        requireCatalog(call, limit, "limit");
        return new LimitDraft(
                owner(call, limit),
                limit.required("service_id"),
                limit.text("region_id"),
                limit.required("resource_name"),
                limit.number("resource_limit").orElseThrow(),
                limit.text("description"));
    }

    /** The id of a domain counts as one where a project's is expected: it is the root of the domain's projects. */
    private LimitOwner owner(Call call, Fields limit) {
        Optional<String> project = limit.text("project_id");
        if (project.isEmpty()) {
            return facts.domain(call, limit.required("domain_id"))
                    .map(domain -> new LimitOwner.OfDomain(domain.id()))
                    .orElseThrow(() -> KeystoneRefused.expecting("domain_id", "limit"));
        }
        return facts.project(call, project.get())
                .<LimitOwner>map(found -> new LimitOwner.OfProject(found.id()))
                .or(() -> facts.domain(call, project.get()).map(domain -> new LimitOwner.OfDomain(domain.id())))
                .orElseThrow(() -> KeystoneRefused.expecting("project_id", "limit"));
    }

    void requireCatalog(Call call, Fields limit, String what) {
        for (CatalogIds catalog : catalogs) {
            if (limit.text("service_id")
                    .filter(id -> !catalog.hasService(call.realmName(), id))
                    .isPresent()) {
                throw KeystoneRefused.expecting("service_id", what);
            }
            if (limit.text("region_id")
                    .filter(id -> !catalog.hasRegion(call.realmName(), id))
                    .isPresent()) {
                throw KeystoneRefused.expecting("region_id", what);
            }
        }
    }
}
