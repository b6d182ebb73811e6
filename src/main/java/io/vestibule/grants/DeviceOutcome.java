package io.vestibule.grants;

import io.vestibule.identity.RelyingPartyId;

/** What came of presenting a device code (RFC 8628 §3.5). */
public sealed interface DeviceOutcome {
    /** Nobody has decided yet. */
    record Waiting() implements DeviceOutcome {}

    /** Nor have they, and it asks too often: from now on it waits longer between its questions. */
    record TooFast() implements DeviceOutcome {}

    /** The person said no. It is over. */
    record Refused() implements DeviceOutcome {}

    /** Nobody decided in time, or the device did not ask in time. */
    record Expired() implements DeviceOutcome {}

    /** The code is good, and another relying party's. */
    record OfOther(RelyingPartyId owner) implements DeviceOutcome {}

    /** Not ours, or used before: when it was used, what came of it is revoked now. */
    record Unknown(boolean reused) implements DeviceOutcome {}

    /**
     * The first and only use; tokens made from it belong to {@code family}.
     *
     * @param asked by the relying party, and {@code granted} by the person, in the protocol's words
     */
    record Approved(String asked, String granted, FamilyId family) implements DeviceOutcome {}
}
