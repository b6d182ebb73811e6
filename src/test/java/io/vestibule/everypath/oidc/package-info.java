/** Rows of the table. */
package io.vestibule.everypath.oidc;
