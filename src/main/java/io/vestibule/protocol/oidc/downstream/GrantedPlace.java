package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;

/** Where roles were granted, as it is kept: by id, so that a new project of an old name inherits nothing. */
record GrantedPlace(Kind kind, String id) {
    enum Kind {
        PROJECT,
        DOMAIN,
        SYSTEM
    }

    static GrantedPlace of(Scope scope) {
        return switch (scope) {
            case Scope.Project one ->
                new GrantedPlace(Kind.PROJECT, one.project().value());
            case Scope.Domain one -> new GrantedPlace(Kind.DOMAIN, one.domain().value());
            case Scope.System all -> new GrantedPlace(Kind.SYSTEM, "all");
        };
    }

    Scope scope() {
        return switch (kind) {
            case PROJECT -> new Scope.Project(new ProjectId(id));
            case DOMAIN -> new Scope.Domain(new DomainId(id));
            case SYSTEM -> new Scope.System();
        };
    }
}
