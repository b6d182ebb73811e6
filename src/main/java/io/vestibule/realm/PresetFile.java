package io.vestibule.realm;

import io.vestibule.realm.reading.YamlTree;
import java.net.URI;
import java.util.Optional;

/**
 * One file of connectors/: what is true of one provider, whoever uses it. The preset's name is the file's.
 *
 * @param type which kind of connector
 * @param docs where the provider explains how to register
 * @param config laid under the realm's own config, key by key
 */
record PresetFile(String type, String name, Optional<URI> logo, Optional<URI> docs, YamlTree.Mapping config) {}
