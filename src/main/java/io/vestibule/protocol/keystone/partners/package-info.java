/**
 * Other Keystones that this one sends people to.
 *
 * <p>Owns: table keystone_service_provider; service providers, their endpoint, and the assertions that carry somebody there.
 * Does not: write a signed message itself, or know how one looks. Enters by: PartnersView and its endpoints. Leaves by:
 * relyingparty.PartnerAssertions.
 */
@NullMarked
package io.vestibule.protocol.keystone.partners;

import org.jspecify.annotations.NullMarked;
