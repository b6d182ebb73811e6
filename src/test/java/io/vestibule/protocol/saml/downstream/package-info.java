/**
 * Owns the specification of the identity provider role, by the specifications of SAML, over HTTP. Does not test how XML is
 * signed or read (protocol.saml.xml). Enters by the realm {@code saml-lab}, whose file {@link SamlLab} writes. Leaves by
 * assertions.
 */
@NullMarked
package io.vestibule.protocol.saml.downstream;

import org.jspecify.annotations.NullMarked;
