package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attribute {@code federated} of users: by which identity providers they come in, and as whom. Several protocols of one
 * identity provider lead to the same person here, since their connector knows them by one name.
 */
@ApplicationScoped
class FederatedPart {
    static final String NAME = "federated";

    private final Identities identities;
    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final Enforcer enforcer;

    FederatedPart(
            Identities identities, IdentityProviders providers, FederationProtocols protocols, Enforcer enforcer) {
        this.identities = identities;
        this.providers = providers;
        this.protocols = protocols;
        this.enforcer = enforcer;
    }

    /** The user with that attribute, when there is anything in it. */
    ObjectNode shown(Call call, User user) {
        ObjectNode view = Views.user(call, user);
        ArrayNode federated = JsonNodeFactory.instance.arrayNode();
        for (LinkedIdentity identity : identities.of(call.realmName(), user.id())) {
            for (IdentityProvider idp : behind(call, identity.connector())) {
                ObjectNode one = federated.addObject();
                one.put("idp_id", idp.id());
                ArrayNode ways = one.putArray("protocols");
                protocols
                        .of(call.realmName(), idp.id())
                        .forEach(protocol -> ways.addObject()
                                .put("protocol_id", protocol.id())
                                .put("unique_id", identity.subject()));
            }
        }
        if (!federated.isEmpty()) {
            view.set(NAME, federated);
        }
        return view;
    }

    private List<IdentityProvider> behind(Call call, ConnectorId connector) {
        return providers.all(call.realmName()).stream()
                .filter(idp -> idp.connector().equals(Optional.of(connector)))
                .toList();
    }

    /** Whom {@code idp_id}, {@code protocol_id} and {@code unique_id} of a query leave; nothing when none of them is said. */
    Optional<Set<UserId>> asked(Call call, Query query) {
        Optional<String> idp = query.value("idp_id");
        Optional<String> protocol = query.value("protocol_id");
        Optional<String> unique = query.value("unique_id");
        if (idp.isEmpty() && protocol.isEmpty() && unique.isEmpty()) {
            return Optional.empty();
        }
        Set<ConnectorId> connectors = new LinkedHashSet<>();
        providers.all(call.realmName()).stream()
                .filter(one -> idp.isEmpty() || idp.get().equals(one.id()))
                .filter(one -> protocol.isEmpty()
                        || protocols
                                .find(call.realmName(), one.id(), protocol.get())
                                .isPresent())
                .forEach(one -> one.connector().ifPresent(connectors::add));
        Set<UserId> found = new HashSet<>();
        for (ConnectorId connector : connectors) {
            if (unique.isPresent()) {
                identities.owner(call.realmName(), connector, unique.get()).ifPresent(user -> found.add(user.id()));
            } else {
                found.addAll(identities.through(call.realmName(), connector));
            }
        }
        return Optional.of(found);
    }

    /** An identity that somebody is to be known by. */
    record Wanted(ConnectorId connector, String subject) {}

    /**
     * What a request says of it, checked; nothing when it says nothing. Who may decide by whose word somebody comes in could be
     * anybody: only those who look after identity providers may.
     */
    Optional<Set<Wanted>> wanted(Call call, JsonNode sent) {
        if (!sent.has(NAME)) {
            return Optional.empty();
        }
        enforcer.enforce(call, "identity:create_protocol", Target.none());
        Set<Wanted> wanted = new LinkedHashSet<>();
        for (JsonNode one : sent.path(NAME)) {
            String id = one.path("idp_id").asText();
            ConnectorId connector = providers
                    .find(call.realmName(), id)
                    .flatMap(IdentityProvider::connector)
                    .orElseThrow(() -> KeystoneRefused.badRequest("Could not find Identity Provider: " + id + "."));
            for (JsonNode protocol : one.path("protocols")) {
                String name = protocol.path("protocol_id").asText();
                if (protocols.find(call.realmName(), id, name).isEmpty()) {
                    throw KeystoneRefused.badRequest(
                            "Could not find federated protocol " + name + " for Identity Provider: " + id + ".");
                }
                wanted.add(new Wanted(connector, protocol.path("unique_id").asText()));
            }
        }
        return Optional.of(wanted);
    }

    /** Refuses what belongs to somebody else, before anything is written. */
    void requireFree(Call call, Set<Wanted> wanted, Optional<UserId> whose) {
        for (Wanted one : wanted) {
            boolean taken = identities
                    .owner(call.realmName(), one.connector(), one.subject())
                    .filter(user -> !Optional.of(user.id()).equals(whose))
                    .isPresent();
            if (taken) {
                throw conflict();
            }
        }
    }

    /** From now on the user comes in as these, and as nobody else. */
    void become(Call call, User user, Set<Wanted> wanted) {
        Circumstances by = Circumstances.from(call.visitor().address())
                .of(call.holder().token().user());
        Set<Identities.Way> ways = new LinkedHashSet<>();
        wanted.forEach(one -> ways.add(new Identities.Way(one.connector(), one.subject())));
        require(identities.become(
                call.realm(),
                user.id(),
                ways,
                connector -> !behind(call, connector).isEmpty(),
                by));
    }

    private static void require(LinkOutcome outcome) {
        switch (outcome) {
            case LinkOutcome.Done done -> {}
            case LinkOutcome.AlreadyTheirs theirs -> {}
            case LinkOutcome.OfAnother other -> throw conflict();
            case LinkOutcome.Unknown unknown -> throw KeystoneRefused.badRequest("Invalid input for field unique_id.");
            case LinkOutcome.LastWayIn last ->
                throw KeystoneRefused.conflict("The user could not authenticate any more.");
        }
    }

    private static KeystoneRefused conflict() {
        return KeystoneRefused.conflict(
                "Conflict occurred attempting to store user - Duplicate entry found with this federated identity.");
    }
}
