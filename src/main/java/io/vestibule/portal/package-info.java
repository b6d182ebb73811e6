/**
 * What a person sees.
 *
 * <p>Owns: the one writer that turns a BrowserReply into HTTP, the templates below {@code templates/}, the texts in every
 * language, assets, theme, the start page, the account as pages and as JSON, the pages on which operators try connectors, and the pages for what nobody expected. Does not: decide anything about a login
 * or a logout, and knows no protocol word. Enters by: BrowserReply values returned by endpoints. Leaves by: HTTP responses
 * with their security headers.
 */
@NullMarked
package io.vestibule.portal;

import org.jspecify.annotations.NullMarked;
