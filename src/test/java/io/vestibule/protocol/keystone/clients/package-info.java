/**
 * Owns what OpenStack's own clients and libraries find here: each contract is fulfilled by this server and by a Keystone from
 * Debian, so that a failure tells which of the two is to blame.
 * Does not test the wire itself: the recorded exchanges do.
 */
@NullMarked
package io.vestibule.protocol.keystone.clients;

import org.jspecify.annotations.NullMarked;
