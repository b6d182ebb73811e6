/**
 * Signing and sealing keys per realm.
 *
 * <p>Owns: table realm_key; rotation (next published before use, retired still published), signing and verifying of our own
 * JWTs, sealing of what leaves us in cookies and URLs. Does not: know what a token or a cookie means. Enters by: JwtKeys and
 * Sealer. Leaves by: compact JWTs, JWK sets, sealed text.
 */
@NullMarked
package io.vestibule.keys;

import org.jspecify.annotations.NullMarked;
