package io.vestibule.realm;

/**
 * A file as it was read.
 *
 * @param label what problems call it
 * @param name the file's name without its ending: the realm or the preset
 */
record ConfigSource(String label, String name, byte[] content) {}
