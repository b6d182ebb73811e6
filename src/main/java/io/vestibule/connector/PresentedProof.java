package io.vestibule.connector;

import java.util.List;
import java.util.Map;

/**
 * What a request presented.
 *
 * @param headers by lower-case name
 */
public record PresentedProof(Map<String, List<String>> headers) {}
