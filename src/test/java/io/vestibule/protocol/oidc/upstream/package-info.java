@NullMarked
package io.vestibule.protocol.oidc.upstream;

import org.jspecify.annotations.NullMarked;
