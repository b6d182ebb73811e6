/**
 * Strict reading of YAML into records.
 *
 * <p>Owns: text to a tree with lines ({@link io.vestibule.realm.reading.YamlReader}), references such as
 * <code>${env:NAME}</code> ({@link io.vestibule.realm.reading.Interpolator}), tree to records
 * ({@link io.vestibule.realm.reading.RecordBinder}), and the problems found on the way. Does not: know what a realm is,
 * touch files other than those a reference names, or stop at the first problem. Enters by: text and a record class. Leaves
 * by: that record, or problems with file, line, key path and a sentence.
 *
 * <p>The convention for every record read from a file, this room's or another's:
 *
 * <ul>
 *   <li>a component is a key, spelt the same;
 *   <li>a component is required, unless it is an Optional, List, Set or Map or Claims (then absent means empty), a record all
 *       of whose components may be absent, or annotated {@link io.vestibule.realm.reading.IfAbsent};
 *   <li>what the types cannot say, the compact constructor says with an IllegalArgumentException whose message is a sentence
 *       for the operator; when it begins with a component's name, the problem points at that key's line;
 *   <li>a record of one component called {@code value} is written as that value alone (RealmName, ConnectorId).
 * </ul>
 */
@NullMarked
package io.vestibule.realm.reading;

import org.jspecify.annotations.NullMarked;
