package io.vestibule.relyingparty;

import io.vestibule.identity.Reference;

/**
 * Why a relying party gets no proof.
 *
 * @param sentence safe to show to anybody
 * @param reference found again in the audit log
 */
public record Refusal(Reason reason, String sentence, Reference reference) {
    /** What every protocol can tell apart. */
    public enum Reason {
        /** Nobody is signed in and no page may be shown. */
        LOGIN_REQUIRED,
        CONSENT_REQUIRED,
        ACCOUNT_SELECTION_REQUIRED,
        INTERACTION_REQUIRED,
        /** The person, the operator or the upstream said no. */
        ACCESS_DENIED,
        /** The person has no role where the relying party wants one, or there is no such place: not told apart. */
        SCOPE_REFUSED,
        /** The acr or the expected person cannot be met. */
        CONTEXT_NOT_MET,
        TEMPORARILY_UNAVAILABLE,
        SERVER_ERROR
    }
}
