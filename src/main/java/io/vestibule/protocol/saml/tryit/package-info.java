/**
 * The demo service provider: an application like any other, inside the server, for demo realms only.
 *
 * <p>Owns: the "Try it with SAML" page, its metadata, its flow from start to sign-out, and what it was told for ten minutes.
 * Does not: verify anything itself: a connector of its own does, which reads the realm's metadata over HTTP as a stranger
 * would. Enters by: TrySamlPage. Leaves by: BrowserReply values. Its relying party is declared in the realm file.
 */
@NullMarked
package io.vestibule.protocol.saml.tryit;

import org.jspecify.annotations.NullMarked;
