/** The provider over real HTTP: one class for each part of a specification, and the security cases of this side. */
package io.vestibule.protocol.oidc.downstream;
