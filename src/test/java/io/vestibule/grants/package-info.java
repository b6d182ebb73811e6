@NullMarked
package io.vestibule.grants;

import org.jspecify.annotations.NullMarked;
