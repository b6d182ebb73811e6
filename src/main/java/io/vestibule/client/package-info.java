/**
 * What a Java service needs to live in an OpenStack cloud: the counterpart of keystoneauth and keystonemiddleware.
 *
 * <p>Owns: tokens obtained by password, application credential or another token, kept and renewed; tokens of others checked, at
 * the Identity API or, when they are JWTs of RFC 9068, by published keys. Does not: know this server (it works with any Keystone
 * and any OpenID provider), or depend on its rooms or its framework: it is packed as a jar of its own, and needs Nimbus JOSE+JWT
 * beside the JDK. Enters by: {@code IdentityApi}, {@code TokenSource}, {@code OnlineCheck}, {@code OfflineCheck}. Leaves by:
 * records; {@code IdentityRefused} and {@code IdentityUnreachable}.
 */
@NullMarked
package io.vestibule.client;

import org.jspecify.annotations.NullMarked;
