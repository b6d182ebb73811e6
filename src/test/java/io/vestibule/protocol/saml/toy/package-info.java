/**
 * Owns a SAML identity provider and a service provider made of DOM, JCA and the JDK's own XML signatures: nothing of the code
 * under test and nothing of OpenSAML, so that a fault in either cannot cancel itself out.
 * Does not know what is tested, nor JUnit: the attack command uses it as well.
 * Enters by {@link io.vestibule.protocol.saml.toy.ToyIdentityProvider#open} and
 * {@link io.vestibule.protocol.saml.toy.ToyServiceProvider#open}.
 * Leaves by pages, forms and JSON over real HTTP.
 */
@NullMarked
package io.vestibule.protocol.saml.toy;

import org.jspecify.annotations.NullMarked;
