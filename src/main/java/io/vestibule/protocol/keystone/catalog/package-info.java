/**
 * The service catalogue.
 *
 * <p>Owns: tables catalog_region, catalog_service, catalog_endpoint, catalog_endpoint_group, catalog_project_endpoint,
 * catalog_project_endpoint_group, catalog_policy and catalog_policy_association; their endpoints and rendering. Does not: know
 * tokens. Enters by: CatalogView and its endpoints. Leaves by: the catalogue of a token.
 */
@NullMarked
package io.vestibule.protocol.keystone.catalog;

import org.jspecify.annotations.NullMarked;
