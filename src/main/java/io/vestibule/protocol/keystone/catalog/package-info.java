/**
 * The service catalogue.
 *
 * <p>Owns: regions, services, endpoints, endpoint groups and policies: their tables, endpoints and rendering. Does not: know tokens. Enters by: CatalogView and its endpoints. Leaves by: the catalogue of a token.
 */
@NullMarked
package io.vestibule.protocol.keystone.catalog;

import org.jspecify.annotations.NullMarked;
