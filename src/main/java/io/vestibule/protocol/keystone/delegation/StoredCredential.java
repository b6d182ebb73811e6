package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.util.List;
import java.util.Optional;

/**
 * Something secret that a user has for other programs to use.
 *
 * @param type {@code ec2} and {@code totp} mean something here, others nothing
 * @param blob the secret, for {@code ec2} a JSON object with the keys
 */
record StoredCredential(String id, UserId user, Optional<ProjectId> project, String type, Secret blob, Extra extra) {
    static final String EC2 = "ec2";
    static final String TOTP = "totp";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Names of what a delegated key would be bound to. No key here is: whoever holds a delegated token makes none. */
    private static final List<String> BINDINGS = List.of("trust_id", "app_cred_id", "access_token_id");

    boolean isEc2() {
        return type.equalsIgnoreCase(EC2);
    }

    boolean isTotp() {
        return type.equalsIgnoreCase(TOTP);
    }

    /** What an EC2 key pair says, 400 when it is none. */
    static JsonNode keys(Secret blob) {
        JsonNode keys = parsed(blob).orElseThrow(() -> KeystoneRefused.badRequest("Invalid blob in credential"));
        if (!keys.isObject() || keys.isEmpty()) {
            throw KeystoneRefused.expecting("blob", "credential");
        }
        if (!keys.path("access").isTextual()) {
            throw KeystoneRefused.expecting("access", "credential");
        }
        for (String binding : BINDINGS) {
            if (keys.hasNonNull(binding)) {
                throw KeystoneRefused.badRequest(binding + " can not be updated for credential");
            }
        }
        return keys;
    }

    /** The id of the key pair whose public half is {@code access}: found without being searched for. */
    static String idOf(String access) {
        return Sha256.of(access).hex();
    }

    private static Optional<JsonNode> parsed(Secret blob) {
        try {
            return Optional.ofNullable(JSON.readTree(blob.reveal()));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
