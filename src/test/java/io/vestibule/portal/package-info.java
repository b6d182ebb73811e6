/** What a person sees, looked at through HTTP and in a real browser, with names that want to be more than names. */
@NullMarked
package io.vestibule.portal;

import org.jspecify.annotations.NullMarked;
