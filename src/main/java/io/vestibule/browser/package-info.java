/**
 * What passes between a protocol and a person's browser.
 *
 * <p>Owns: BrowserReply, PageModel, BrowserCookie, InboundMessage, Visitor. Does not: render (portal), read HTTP
 * (endpoints), or know a protocol. Enters by: records. Leaves by: records. Not in the first plan of the house:
 * connectors and relying parties both need these words, and neither may know the other.
 */
@NullMarked
package io.vestibule.browser;

import org.jspecify.annotations.NullMarked;
