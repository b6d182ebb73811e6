/**
 * Owns what every refusal of a SAML message must look like from outside.
 * Does not know which message it was.
 * Enters by {@link io.vestibule.protocol.saml.refusal.Refusals}.
 * Leaves by assertions.
 */
@NullMarked
package io.vestibule.protocol.saml.refusal;

import org.jspecify.annotations.NullMarked;
