/**
 * The only place where XML becomes a message and a message XML.
 *
 * <p>Owns: starting OpenSAML, the hardened parser, signatures, encryption, the bindings' encodings. Does not: know who is
 * trusted, what a message means, or HTTP. Enters by: bytes and queries. Leaves by: objects of OpenSAML that are not yet
 * believed, and {@code Verified} ones; or {@code SamlRefused}, a checked exception because a message passes a dozen checks
 * in a row and none may be forgotten: the rooms around turn it into a sealed outcome.
 */
@NullMarked
package io.vestibule.protocol.saml.xml;

import org.jspecify.annotations.NullMarked;
