/** What the logout journeys need of the room itself. */
@NullMarked
package io.vestibule.logout;

import org.jspecify.annotations.NullMarked;
