package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.auth.Receipts.Receipt;
import io.vestibule.protocol.keystone.token.KeystoneTime;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** How somebody who has proven one factor is told which others are wanted. */
@ApplicationScoped
class ReceiptAnswers {
    private static final int UNAUTHORIZED = 401;

    private final Directory directory;
    private final Domains domains;

    ReceiptAnswers(Directory directory, Domains domains) {
        this.directory = directory;
        this.domains = domains;
    }

    Reply answer(Call call, Authentication.Outcome.MoreNeeded more) {
        Receipt receipt = more.receipt().receipt();
        User user = directory
                .find(call.realmName(), receipt.user())
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("user-unknown"));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode shown = body.putObject("receipt");
        receipt.methods().forEach(shown.putArray("methods")::add);
        ObjectNode person = shown.putObject("user");
        person.put("id", user.id().hex());
        person.put("name", user.name());
        ObjectNode domain = person.putObject("domain");
        domain.put("id", user.domain().value());
        domain.put(
                "name",
                domains.find(call.realmName(), user.domain()).map(Domain::name).orElse(""));
        shown.put("expires_at", KeystoneTime.text(receipt.expiresAt()));
        shown.put("issued_at", KeystoneTime.text(receipt.issuedAt().truncatedTo(ChronoUnit.SECONDS)));
        ArrayNode required = body.putArray("required_auth_methods");
        more.rules().forEach(rule -> rule.forEach(required.addArray()::add));
        return new Reply(
                UNAUTHORIZED,
                body,
                Map.of("Openstack-Auth-Receipt", more.receipt().text()));
    }
}
