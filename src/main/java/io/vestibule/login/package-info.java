/**
 * The flow of a login.
 *
 * <p>Owns: the one dispatcher (LoginFlow) over PendingLogin: session good enough, choosing, away at an upstream,
 * second factor, new password, linking, scope, consent, proof; what mapping rules give at a login,
 * and tests of connectors, which go the same way and sign nobody in. Does not: know a protocol, render, or keep anything before a first factor is proven: until then
 * the state is sealed in the browser. Enters by: LoginFlow.begin from a protocol endpoint, and the steps from
 * portal. Leaves by: BrowserReply.
 */
@NullMarked
package io.vestibule.login;

import org.jspecify.annotations.NullMarked;
