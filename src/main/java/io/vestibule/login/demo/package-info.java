/**
 * What the demo applications of the protocols have in common.
 *
 * <p>Owns: what such an application keeps of a login under way and of a verified one, and how it says that it was refused.
 * Does not: know a protocol, nor anything of its realm that a stranger would not. Enters by: DemoParties. Leaves by: BrowserReply
 * values and cookies.
 */
@NullMarked
package io.vestibule.login.demo;

import org.jspecify.annotations.NullMarked;
