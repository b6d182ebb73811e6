package io.vestibule.grants;

import io.vestibule.identity.RelyingPartyId;
import java.util.UUID;

/**
 * What a device waits for, while nobody has decided.
 *
 * @param asked by the relying party, in its protocol's words
 * @param address where the request came from, and {@code userAgent} what it called itself: never believed, only shown
 */
public record DeviceRequest(UUID id, RelyingPartyId relyingParty, String asked, String address, String userAgent) {}
