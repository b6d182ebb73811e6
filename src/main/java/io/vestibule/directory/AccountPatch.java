package io.vestibule.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Secret;
import java.util.Optional;

/**
 * A change to a user that is administered here.
 *
 * @param options options to be said anew, null ones to be taken away
 * @param extra attributes to be said anew
 */
public record AccountPatch(
        Optional<String> name,
        Optional<Boolean> enabled,
        Amendment<Secret> password,
        Amendment<ProjectId> defaultProject,
        ObjectNode options,
        ObjectNode extra) {
    /** Changes nothing. */
    public static AccountPatch nothing() {
        return new AccountPatch(
                Optional.empty(),
                Optional.empty(),
                Amendment.untouched(),
                Amendment.untouched(),
                Extra.none().tree(),
                Extra.none().tree());
    }

    /** Whether it says who may come in, and how. */
    boolean isOfAccess() {
        return enabled.isPresent() || !(password instanceof Amendment.Untouched<Secret>) || !options.isEmpty();
    }

    public AccountPatch withEnabled(boolean wanted) {
        return new AccountPatch(name, Optional.of(wanted), password, defaultProject, options, extra);
    }

    public AccountPatch withPassword(Amendment<Secret> wanted) {
        return new AccountPatch(name, enabled, wanted, defaultProject, options, extra);
    }

    public AccountPatch withOptions(ObjectNode wanted) {
        return new AccountPatch(name, enabled, password, defaultProject, wanted, extra);
    }
}
