/**
 * Owns the replay of recorded exchanges with a real Keystone: a recorded request is sent again, with the ids and tokens of the
 * server under test in place of the recorded ones, and the answer is compared with the recorded answer.
 * Does not know which server answers: a {@code Stage} says where it is and how it is reconfigured between parts.
 * Enters by {@code GoldenReplay}, once for this server and once for a Debian Keystone, which shows that the harness is right.
 * Leaves by dynamic tests, one for each recorded file.
 */
@NullMarked
package io.vestibule.protocol.keystone.golden;

import org.jspecify.annotations.NullMarked;
