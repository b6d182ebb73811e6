package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import java.util.List;

/**
 * A part of a realm with names, and administrators, of its own.
 *
 * @param options JSON object, as the Identity API writes it
 * @param extra attributes that mean nothing to us
 */
public record Domain(
        RealmName realm,
        DomainId id,
        String name,
        String description,
        boolean enabled,
        List<String> tags,
        Extra options,
        Extra extra) {
    /** Every realm has it. */
    public static final DomainId DEFAULT = new DomainId("default");

    public Domain {
        tags = List.copyOf(tags);
    }

    /** How relying parties, to which a realm is one, are told of somebody or something called {@code name} in it. */
    String qualified(String name) {
        return id.equals(DEFAULT) ? name : name + "@" + this.name;
    }

    public Domain withName(String name) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }

    public Domain withDescription(String description) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }

    public Domain withEnabled(boolean enabled) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }

    public Domain withTags(List<String> tags) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }

    public Domain withOptions(Extra options) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }

    public Domain withExtra(Extra extra) {
        return new Domain(realm, id, name, description, enabled, tags, options, extra);
    }
}
