package io.vestibule.login;

/**
 * Names the stored half of a link under way.
 *
 * @param wish whether somebody who is signed in asked for it; otherwise a newcomer says that they are here already
 */
record LinkHandle(String value, boolean wish) {}
