package io.vestibule.connector;

import io.vestibule.browser.InboundMessage;

/**
 * Believes answers to questions nobody asked, because the operator said so (SAML Profiles §4.1.5). Whoever has such an answer
 * can sign somebody else's browser in as themselves, so it is never on by default.
 */
public interface UnaskedArrival {
    /** @param message not yet believed */
    AuthnOutcome arrive(InboundMessage message);
}
