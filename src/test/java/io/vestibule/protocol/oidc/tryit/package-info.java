@NullMarked
package io.vestibule.protocol.oidc.tryit;

import org.jspecify.annotations.NullMarked;
