/** The Identity API over real HTTP. */
package io.vestibule.protocol.keystone;
