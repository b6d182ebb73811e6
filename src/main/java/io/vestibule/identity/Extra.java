package io.vestibule.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Attributes that mean nothing to us and are kept for whoever sent them.
 *
 * @param json an object
 */
public record Extra(String json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Extra NONE = new Extra("{}");

    public static Extra none() {
        return NONE;
    }

    public static Extra of(JsonNode object) {
        return object.isEmpty() ? NONE : new Extra(object.toString());
    }

    public boolean isEmpty() {
        return json.equals("{}");
    }

    /** A copy of the caller's own. */
    public ObjectNode tree() {
        if (isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException | ClassCastException broken) {
            throw new IllegalStateException("not an object of ours", broken);
        }
    }

    /** A text among them. */
    public Optional<String> text(String name) {
        return isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(tree().get(name))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue);
    }

    /** These, with what {@code changes} names said anew; null is kept as null. */
    public Extra with(ObjectNode changes) {
        ObjectNode all = tree();
        all.setAll(changes);
        return of(all);
    }
}
