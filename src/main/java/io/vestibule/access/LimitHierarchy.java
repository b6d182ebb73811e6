package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** That no project may have more than its domain, where the realm wants limits to respect the hierarchy. */
@ApplicationScoped
class LimitHierarchy {
    private final LimitRepository limits;
    private final ProjectRepository projects;
    private final Realms realms;

    LimitHierarchy(LimitRepository limits, ProjectRepository projects, Realms realms) {
        this.limits = limits;
        this.projects = projects;
        this.realms = realms;
    }

    LimitModel model(RealmName realm) {
        return realms.find(realm)
                .flatMap(found -> found.blocks().find(AccessDeclaration.class))
                .map(AccessDeclaration::limitModel)
                .orElse(LimitModel.FLAT);
    }

    /** What in {@code wanted} contradicts the rest of it or what is kept already. */
    Optional<Refusal> against(RealmName realm, List<LimitDraft> wanted) {
        if (model(realm) == LimitModel.FLAT) {
            return Optional.empty();
        }
        return wanted.stream()
                .filter(draft -> !fits(realm, draft, wanted))
                .findFirst()
                .map(Refusal.AgainstHierarchy::new);
    }

    private boolean fits(RealmName realm, LimitDraft draft, List<LimitDraft> wanted) {
        return switch (draft.owner()) {
            case LimitOwner.OfProject one ->
                projects.find(realm, one.project())
                        .map(project -> draft.amount() <= above(realm, draft, project.domain(), wanted))
                        .orElse(true);
            case LimitOwner.OfDomain all ->
                projects.list(realm, Optional.of(all.domain())).stream()
                        .map(project -> new LimitOwner.OfProject(project.id()))
                        .allMatch(project -> kept(realm, draft, project).orElse(Long.MIN_VALUE) <= draft.amount());
        };
    }

    /** What the domain may have: as wanted together with this one, as kept, or as everybody's. */
    private long above(RealmName realm, LimitDraft draft, DomainId domain, List<LimitDraft> wanted) {
        LimitOwner owner = new LimitOwner.OfDomain(domain);
        return wanted.stream()
                .filter(other -> other.owner().equals(owner) && isOfSameThing(other, draft))
                .map(LimitDraft::amount)
                .findFirst()
                .orElseGet(() -> kept(realm, draft, owner)
                        .orElseGet(() -> limits.registered(realm, draft.service(), draft.region(), draft.resource())
                                .map(RegisteredLimit::defaultLimit)
                                .orElse(Long.MAX_VALUE)));
    }

    private OptionalLong kept(RealmName realm, LimitDraft draft, LimitOwner owner) {
        return limits
                .limits(
                        realm,
                        new LimitFilter(
                                Optional.of(draft.service()),
                                draft.region(),
                                Optional.of(draft.resource()),
                                Optional.of(owner)))
                .stream()
                .filter(limit -> limit.region().equals(draft.region()))
                .mapToLong(Limit::amount)
                .findFirst();
    }

    private static boolean isOfSameThing(LimitDraft one, LimitDraft other) {
        return one.service().equals(other.service())
                && one.region().equals(other.region())
                && one.resource().equals(other.resource());
    }
}
