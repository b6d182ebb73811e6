package io.vestibule.logout;

import io.vestibule.identity.RelyingPartyId;

/** A relying party as far as one protocol goes: it may speak several, and each hears of the end for itself. */
public record PartyPart(String protocol, RelyingPartyId relyingParty) {}
