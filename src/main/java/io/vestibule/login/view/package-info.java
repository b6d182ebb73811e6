/**
 * What the pages of a login say, as records.
 *
 * <p>Owns: the page models of choosing, proving, consenting, choosing an account, and errors. Does not: render them (portal
 * does) or decide anything. Enters by: LoginFlow. Leaves by: BrowserReply.Page.
 */
@NullMarked
package io.vestibule.login.view;

import org.jspecify.annotations.NullMarked;
