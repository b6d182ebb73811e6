package io.vestibule.access;

import io.vestibule.realm.reading.IfAbsent;

/**
 * The block {@code access} of a realm file.
 *
 * @param limitModel how limits of a project and of its domain bind each other
 */
record AccessDeclaration(@IfAbsent("flat") LimitModel limitModel) {}
