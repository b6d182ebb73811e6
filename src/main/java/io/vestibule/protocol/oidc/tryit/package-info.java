/**
 * The demo relying party: an application like any other, inside the server, for demo realms only.
 *
 * <p>Owns: the "Try it" page, its flow from start to sign-out, and what it was told for ten minutes. Does not: know anything
 * of its realm but the issuer: it discovers, exchanges and verifies over HTTP as a stranger would. Enters by: TryItPage.
 * Leaves by: BrowserReply values. Its client {@code try-it} is declared in the realm file.
 */
@NullMarked
package io.vestibule.protocol.oidc.tryit;

import org.jspecify.annotations.NullMarked;
