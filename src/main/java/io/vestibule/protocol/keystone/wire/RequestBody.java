package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** Reads a JSON object, as large as Keystone takes it and no larger. */
@ApplicationScoped
class RequestBody {
    static final int LARGEST = 114_688; // oslo.middleware's max_request_body_size
    private static final int DEEPEST = 100;

    private final ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // an error must not quote a password
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();

    /** The object, or an empty one when there is no body at all. */
    ObjectNode read(InputStream in, Optional<String> contentType) {
        byte[] bytes = bytes(in);
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!isJson(contentType.orElse(""))) {
            throw KeystoneRefused.expecting("application/json", "Content-Type header");
        }
        try {
            JsonNode tree = json.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            throw notJson();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        throw notJson();
    }

    private static KeystoneRefused notJson() {
        return KeystoneRefused.expecting("valid JSON", "request body");
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.equals("application/json");
    }

    private static byte[] bytes(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw KeystoneRefused.of(
                        413,
                        "Request Entity Too Large",
                        "Request is too large. Larger than max_request_body_size (" + LARGEST + ").<br /><br />\n\n\n");
            }
            return bytes;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
