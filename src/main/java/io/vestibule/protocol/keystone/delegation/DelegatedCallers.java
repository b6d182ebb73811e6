package io.vestibule.protocol.keystone.delegation;

import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.util.Optional;

/**
 * What a caller may not do whose token carries only what somebody handed on. Otherwise what was lent for a while, for one
 * project and some roles, could be made into something that lasts longer, reaches further or tells more
 * (CVE-2026-33551, CVE-2026-43000, CVE-2026-43001, CVE-2026-90460).
 */
final class DelegatedCallers {
    private static final String BY_EC2 = "ec2credential";

    private DelegatedCallers() {}

    static boolean isDelegated(ValidToken token) {
        return token.handedOn();
    }

    static void mayNotChangeCredentials(ValidToken token) {
        if (token.applicationCredentialId().isPresent()) {
            throw KeystoneRefused.forbidden(
                    "Using method 'application_credential' is not allowed for managing additional credentials.");
        }
        if (isDelegated(token)) {
            throw KeystoneRefused.forbidden(
                    "Using a token issued via delegation is not allowed for managing credentials");
        }
    }

    /** A delegated token sees what belongs to its project, and nothing that belongs to its user alone. */
    static boolean mayRead(ValidToken token, StoredCredential credential) {
        if (!isDelegated(token)) {
            return true;
        }
        return token.scope() instanceof TokenScope.OfProject project
                && credential.project().equals(Optional.of(project.id()))
                && !credential.isTotp()
                && !token.methods().contains(BY_EC2);
    }

    static void requireMayRead(ValidToken token, StoredCredential credential) {
        if (!mayRead(token, credential)) {
            throw KeystoneRefused.forbidden(
                    "Credential project does not match the project scope of the delegated token");
        }
    }

    static void mayNotManageTrusts(ValidToken token) {
        if (token.applicationCredentialId().isPresent()) {
            throw KeystoneRefused.forbidden(
                    "Using method 'application_credential' is not allowed for managing trusts.");
        }
    }

    /** Whoever was handed one thing sees and ends nothing else that its owner handed on. */
    static void mayNotManageTrust(ValidToken token, String id) {
        mayNotManageTrusts(token);
        if (isDelegated(token) && !token.trustId().equals(Optional.of(id))) {
            throw KeystoneRefused.forbidden("Using a token issued via delegation is not allowed for managing trusts");
        }
    }

    static void mayNotManageAccessTokens(ValidToken token) {
        if (isDelegated(token)) {
            throw KeystoneRefused.forbidden(
                    "Using a token issued via delegation is not allowed for managing OAuth access tokens");
        }
    }

    static void mayNotAuthorizeRequestTokens(ValidToken token) {
        if (isDelegated(token)) {
            throw KeystoneRefused.forbidden(
                    "Using a token issued via delegation is not allowed for authorizing a request token");
        }
    }

    /** Those that an application credential was handed on by may look; only {@link #mayNotMakeMore} is stricter. */
    static void mayNotSeeApplicationCredentials(ValidToken token) {
        if (isDelegated(token) && token.applicationCredentialId().isEmpty()) {
            throw KeystoneRefused.forbidden(
                    "Using a token issued via delegation is not allowed for managing " + "application credentials");
        }
    }

    /** Only an unrestricted application credential without access rules may make or delete others. */
    static void mayNotMakeMore(ValidToken token) {
        mayNotSeeApplicationCredentials(token);
        boolean restricted = token.delegation()
                .flatMap(delegated -> delegated.applicationCredential())
                .filter(view -> view.path("restricted").asBoolean(true) || view.has("access_rules"))
                .isPresent();
        if (restricted
                || token.applicationCredentialId().isPresent()
                        && token.delegation().isEmpty()) {
            throw KeystoneRefused.forbidden("Using method 'application_credential' is not allowed for managing "
                    + "additional application credentials.");
        }
    }
}
