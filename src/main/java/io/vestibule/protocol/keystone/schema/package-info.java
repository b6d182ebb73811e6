/**
 * What request bodies may look like.
 *
 * <p>Owns: the JSON schemas and the sentences a broken body is refused with. Does not: know what a body means. Enters by: Schemas. Leaves by: KeystoneRefused.
 */
@NullMarked
package io.vestibule.protocol.keystone.schema;

import org.jspecify.annotations.NullMarked;
