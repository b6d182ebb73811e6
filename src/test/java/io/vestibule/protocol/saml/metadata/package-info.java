@NullMarked
package io.vestibule.protocol.saml.metadata;

import org.jspecify.annotations.NullMarked;
