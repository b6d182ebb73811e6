/**
 * Owns hostile SAML messages as data: for each case of docs/security a message made from a genuine one, the controls that must
 * be accepted, and the command {@code ./vestibule saml-attacks} that sends them to any service provider.
 * Does not know the code under test, nor JUnit outside its own tests.
 * Enters by {@link io.vestibule.protocol.saml.attack.Corpus} and {@link io.vestibule.protocol.saml.attack.SamlAttacks}.
 * Leaves by {@link io.vestibule.protocol.saml.attack.Message}: what goes over the wire, octet by octet.
 */
@NullMarked
package io.vestibule.protocol.saml.attack;

import org.jspecify.annotations.NullMarked;
