package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands for factors already proven until the others are: sealed, of one realm, of one user, for minutes. */
@ApplicationScoped
class Receipts {
    private static final String USE = "keystone-receipt";

    private final ObjectMapper json = new ObjectMapper();
    private final Sealer sealer;
    private final Clock clock;

    Receipts(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    record Receipt(UserId user, List<String> methods, Instant issuedAt, Instant expiresAt) {}

    /** A receipt and the text that stands for it. */
    record Written(String text, Receipt receipt) {}

    Written write(Realm realm, UserId user, List<String> methods) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Receipt receipt =
                new Receipt(user, methods, now, now.plus(KeystoneRealm.of(realm).receiptLifetime()));
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("user", user.hex());
        methods.forEach(content.putArray("methods")::add);
        content.put("issued", receipt.issuedAt().getEpochSecond());
        content.put("expires", receipt.expiresAt().getEpochSecond());
        return new Written(sealer.seal(realm.name(), USE, content.toString()), receipt);
    }

    Optional<Receipt> read(Realm realm, String text) {
        return sealer.open(realm.name(), USE, text)
                .flatMap(this::receipt)
                .filter(receipt -> clock.instant().isBefore(receipt.expiresAt()));
    }

    private Optional<Receipt> receipt(String opened) {
        try {
            JsonNode content = json.readTree(opened);
            List<String> methods = new ArrayList<>();
            content.path("methods").forEach(method -> methods.add(method.asText()));
            return UserId.ofHex(content.path("user").asText())
                    .map(user -> new Receipt(
                            user,
                            methods,
                            Instant.ofEpochSecond(content.path("issued").asLong()),
                            Instant.ofEpochSecond(content.path("expires").asLong())));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("sealed by us, and not what we seal", broken);
        }
    }
}
