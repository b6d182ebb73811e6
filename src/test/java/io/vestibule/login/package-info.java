@NullMarked
package io.vestibule.login;

import org.jspecify.annotations.NullMarked;
