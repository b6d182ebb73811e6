package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;

/** The scope as it was asked for, before anything was looked up. */
sealed interface AskedScope {
    /** Nothing was said: the default project when there is one. */
    record Unsaid() implements AskedScope {}

    record Unscoped() implements AskedScope {}

    /** {@code project} and {@code domain} are the objects of the request, with an id or a name. */
    record OfProject(JsonNode project) implements AskedScope {}

    record OfDomain(JsonNode domain) implements AskedScope {}

    record OfSystem() implements AskedScope {}

    record OfTrust(String trust) implements AskedScope {}
}
