@NullMarked
package io.vestibule.outbound;

import org.jspecify.annotations.NullMarked;
