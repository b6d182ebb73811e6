package io.vestibule.protocol.keystone.partners;

import java.util.Optional;

/**
 * Another Keystone whose front takes assertions of ours.
 *
 * @param authUrl where somebody who was let in gets a token
 * @param spUrl where assertions go; only there do they count
 * @param entityId what its front calls itself (SAML Core §2.5.1.4); without it the address alone says whom an assertion is for
 * @param declared by the realm's file, which may take it back
 */
record ServiceProvider(
        String id,
        boolean enabled,
        Optional<String> description,
        String authUrl,
        String spUrl,
        String relayStatePrefix,
        Optional<String> entityId,
        boolean declared) {
    /** Marks the state that a front of this kind keeps in its own memory. */
    static final String USUAL_PREFIX = "ss:mem:";
}
