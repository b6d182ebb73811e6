package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.Call;
import java.util.List;

/** Things of the catalogue as answers show them: with the link to themselves. */
final class Views {
    private Views() {}

    static ObjectNode of(Call call, String path, ObjectNode document) {
        document.putObject("links")
                .put("self", call.base() + path + "/" + document.path("id").asText());
        return document;
    }

    static List<ObjectNode> of(Call call, String path, List<ObjectNode> documents) {
        return documents.stream().map(document -> of(call, path, document)).toList();
    }
}
