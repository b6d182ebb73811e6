/**
 * What partners say of themselves: SAML 2.0 metadata, for both roles of this server.
 *
 * <p>Owns: reading metadata into records ({@link io.vestibule.protocol.saml.metadata.EntityMetadata}), where it comes from
 * ({@code MetadataConfig}), its signature and validity, its refresh and the last good copy on disk, and the search through
 * the organisations of a federation. Does not: write metadata of ours, use a partner's keys, or block a start or a login on the
 * network when a good copy is there. Enters by: {@code MetadataFeeds.open}. Leaves by: {@code Partners}, {@code Lookup}
 * values, audit events about what was refused.
 */
@NullMarked
package io.vestibule.protocol.saml.metadata;

import org.jspecify.annotations.NullMarked;
