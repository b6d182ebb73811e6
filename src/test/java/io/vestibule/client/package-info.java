/** What a service may rely on in the client library. */
@NullMarked
package io.vestibule.client;

import org.jspecify.annotations.NullMarked;
