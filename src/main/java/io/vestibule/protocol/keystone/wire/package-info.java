/**
 * The Identity API as HTTP: what every call has, and what every answer and refusal looks like.
 *
 * <p>Owns: version discovery, JSON-home, the reroute of {@code /v3} to the default realm, reading of bodies and queries, headers and error bodies. Does not: know users, tokens or projects. Enters by: Calls, which makes a Call of a request. Leaves by: Reply and KeystoneRefused.
 */
@NullMarked
package io.vestibule.protocol.keystone.wire;

import org.jspecify.annotations.NullMarked;
