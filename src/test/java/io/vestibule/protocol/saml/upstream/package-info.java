/** Tests of the SAML connector: its contract, its checks one by one, what it asks and what it says of people. */
@NullMarked
package io.vestibule.protocol.saml.upstream;

import org.jspecify.annotations.NullMarked;
