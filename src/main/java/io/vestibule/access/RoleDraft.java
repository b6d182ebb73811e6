package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import java.util.Optional;

/** A role as somebody wants it. */
public record RoleDraft(
        Optional<DomainId> domain,
        String name,
        Optional<String> description,
        Optional<Boolean> immutable,
        Extra extra) {
    public static RoleDraft of(String name) {
        return new RoleDraft(Optional.empty(), name, Optional.empty(), Optional.empty(), Extra.none());
    }

    public RoleDraft inDomain(Optional<DomainId> other) {
        return new RoleDraft(other, name, description, immutable, extra);
    }

    public RoleDraft named(String other) {
        return new RoleDraft(domain, other, description, immutable, extra);
    }

    public RoleDraft described(Optional<String> other) {
        return new RoleDraft(domain, name, other, immutable, extra);
    }

    public RoleDraft immutable(Optional<Boolean> other) {
        return new RoleDraft(domain, name, description, other, extra);
    }

    public RoleDraft with(Extra other) {
        return new RoleDraft(domain, name, description, immutable, other);
    }

    /** Whether {@code other} differs in nothing but the option that protects it. */
    boolean onlyProtectionDiffers(RoleDraft other) {
        return immutable(other.immutable).equals(other);
    }
}
