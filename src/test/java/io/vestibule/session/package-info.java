/**
 * Owns: what two nodes see of one session. Does not: sign anybody in. Enters by: SessionsOnTwoNodesTest. Leaves by: nothing.
 */
@NullMarked
package io.vestibule.session;

import org.jspecify.annotations.NullMarked;
