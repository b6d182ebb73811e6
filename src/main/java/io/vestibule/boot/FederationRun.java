package io.vestibule.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.ConnectorId;
import io.vestibule.login.GivenByRules;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Rules;
import io.vestibule.mapping.Stored;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Identity providers on the operator's word, once store and configuration are there. */
@ApplicationScoped
class FederationRun implements QuarkusApplication {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChosenRealm chosen;
    private final Domains domains;
    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final Mappings mappings;
    private final GivenByRules gives;
    private final AuditLog audit;

    FederationRun(
            ChosenRealm chosen,
            Domains domains,
            IdentityProviders providers,
            FederationProtocols protocols,
            Mappings mappings,
            GivenByRules gives,
            AuditLog audit) {
        this.chosen = chosen;
        this.domains = domains;
        this.providers = providers;
        this.protocols = protocols;
        this.mappings = mappings;
        this.gives = gives;
        this.audit = audit;
    }

    /** As it is typed. */
    enum What {
        list,
        mapping,
        provider,
        protocol
    }

    /** Cannot be done; the message says why. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String why) {
            super(why);
        }
    }

    /** @param texts what, and the rest of what was typed, as JSON */
    @Override
    public int run(String... texts) {
        try {
            JsonNode wish = JSON.readTree(texts[1]);
            Realm realm = realm(text(wish, "realm"));
            switch (What.valueOf(texts[0])) {
                case list -> list(realm);
                case mapping -> mapping(realm, id(wish), wish);
                case provider -> provider(realm, id(wish), wish);
                case protocol -> protocol(realm, id(wish), wish);
            }
            return 0;
        } catch (Unusable | JsonProcessingException no) {
            System.err.println("vestibule: " + no.getMessage());
            return 1;
        }
    }

    private Realm realm(Optional<String> name) throws Unusable {
        String said = name.orElse("");
        return chosen.by(said).orElseThrow(() -> new Unusable(chosen.missing(said)));
    }

    private void list(Realm realm) {
        List<RuleSet> rules = mappings.all(realm.name());
        List<IdentityProvider> all = providers.all(realm.name());
        if (rules.isEmpty() && all.isEmpty()) {
            System.err.println("vestibule: no mappings and no providers in realm " + realm.name());
        }
        rules.forEach(mapping -> System.out.println(
                "mapping " + mapping.id() + ": " + mapping.rules().rules().size() + " rules"));
        all.forEach(idp -> {
            System.out.println("provider " + idp.id() + (idp.enabled() ? "" : " (off)") + ": connector "
                    + idp.connector().map(ConnectorId::value).orElse("none") + ", domain "
                    + idp.domain() + ", remote ids " + idp.remoteIds());
            protocols
                    .of(realm.name(), idp.id())
                    .forEach(one -> System.out.println("  protocol " + one.id() + ": mapping " + one.mapping()));
        });
    }

    private void mapping(Realm realm, String id, JsonNode wish) throws Unusable {
        if (wish.path("delete").asBoolean()) {
            require(mappings.delete(realm.name(), id), "no mapping " + id);
            tell(realm, "delete_mapping", id);
            return;
        }
        Rules rules = rules(text(wish, "rules").orElseThrow(() -> new Unusable("say --rules")));
        Optional<RuleSet> before = mappings.find(realm.name(), id);
        RuleSet wanted = new RuleSet(realm.name(), id, rules, true, before.flatMap(RuleSet::owner));
        done(before.isPresent() ? mappings.update(wanted) : mappings.create(wanted));
        tell(realm, before.isPresent() ? "update_mapping" : "create_mapping", id);
    }

    private static Rules rules(String json) throws Unusable {
        return switch (RuleReader.read(json)) {
            case RuleReader.Outcome.Read read -> read.rules();
            case RuleReader.Outcome.Refused refused -> throw new Unusable(String.join("; ", refused.problems()));
        };
    }

    private void provider(Realm realm, String id, JsonNode wish) throws Unusable {
        Optional<IdentityProvider> before = providers.find(realm.name(), id);
        if (wish.path("delete").asBoolean()) {
            require(gives.delete(realm.name(), id), "no provider " + id);
            tell(realm, "delete_identity_provider", id);
            return;
        }
        Optional<String> mapping = text(wish, "mapping");
        require(
                mapping.isEmpty() || mappings.find(realm.name(), mapping.get()).isPresent(),
                "no mapping " + mapping.orElse("")); // a provider without its rules lets people in without any
        require(
                wish.path("keptMinutes").asLong() <= IdentityProvider.LONGEST_KEPT,
                "keptMinutes can be " + IdentityProvider.LONGEST_KEPT + " at most");
        Optional<ConnectorId> connector = connector(realm, wish);
        IdentityProvider idp = done(
                before.isPresent() // others may be changing it, a server beside this one not least
                        ? providers.update(realm.name(), id, now -> over(now, wish, connector))
                        : providers.create(over(fresh(realm, id, wish), wish, connector)));
        tell(realm, before.isPresent() ? "update_identity_provider" : "create_identity_provider", id);
        if (mapping.isPresent()) {
            protocol(realm, idp, mapping.get(), text(wish, "protocol"));
        }
    }

    private IdentityProvider fresh(Realm realm, String id, JsonNode wish) throws Unusable {
        String name = text(wish, "domain").orElse("Default");
        Domain domain = domains.named(realm.name(), name).orElseThrow(() -> new Unusable("no domain " + name));
        Optional<ConnectorId> same =
                Optional.of(id).filter(ConnectorId::isValid).map(ConnectorId::new);
        return new IdentityProvider(
                realm.name(),
                id,
                domain.id(),
                true,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                same.filter(realm.connectors()::containsKey),
                Optional.empty());
    }

    private static Optional<ConnectorId> connector(Realm realm, JsonNode wish) throws Unusable {
        Optional<String> name = text(wish, "connector");
        Optional<ConnectorId> named =
                name.filter(ConnectorId::isValid).map(ConnectorId::new).filter(realm.connectors()::containsKey);
        require(name.isPresent() == named.isPresent(), "no connector " + name.orElse(""));
        return named;
    }

    private static IdentityProvider over(IdentityProvider before, JsonNode wish, Optional<ConnectorId> connector) {
        IdentityProvider idp = connector.isPresent() ? before.withConnector(connector) : before;
        if (wish.has("enabled")) {
            idp = idp.withEnabled(wish.path("enabled").asBoolean());
        }
        if (wish.has("ttlMinutes")) {
            idp = idp.withAuthorizationTtl(Optional.of(wish.path("ttlMinutes").asLong()));
        }
        if (wish.has("keptMinutes")) {
            idp = idp.withGrantsKeptFor(
                    Optional.of(wish.path("keptMinutes").asLong()).filter(minutes -> minutes > 0));
        }
        if (wish.has("remoteIds")) {
            idp = idp.withRemoteIds(StreamSupport.stream(wish.path("remoteIds").spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(one -> !one.isEmpty())
                    .toList());
        }
        return idp;
    }

    private void protocol(Realm realm, IdentityProvider idp, String mapping, Optional<String> said) throws Unusable {
        String id = said.orElseGet(() -> idp.connector()
                .map(connector -> FederatedRules.protocolOf(realm, connector))
                .orElse("mapped"));
        require(!FederationProtocol.isReserved(id), "a protocol cannot be called " + id);
        FederationProtocol wanted = new FederationProtocol(idp.id(), id, mapping, Optional.empty());
        Stored<FederationProtocol> stored = protocols.create(realm.name(), wanted);
        done(
                stored instanceof Stored.Taken<FederationProtocol>
                        ? protocols.update(realm.name(), idp.id(), id, before -> wanted)
                        : stored);
        tell(realm, "update_protocol", idp.id() + "/" + id);
    }

    /** Made and changed with its provider; by itself it is only deleted. */
    private void protocol(Realm realm, String provider, JsonNode wish) throws Unusable {
        String id = text(wish, "protocol").orElseThrow(() -> new Unusable("say --protocol"));
        require(
                wish.path("delete").asBoolean(),
                "a protocol is made and changed by: federation provider --id " + provider + " --protocol " + id
                        + " --mapping …");
        require(protocols.delete(realm.name(), provider, id), "no protocol " + id + " of " + provider);
        tell(realm, "delete_protocol", provider + "/" + id);
    }

    private static <T> T done(Stored<T> stored) throws Unusable {
        return switch (stored) {
            case Stored.Done<T> done -> done.value();
            case Stored.Unknown<T> unknown -> throw new Unusable("it is gone");
            case Stored.Taken<T> taken -> throw new Unusable("somebody else made one of that id just now");
            case Stored.RemoteIdTaken<T> taken -> throw new Unusable("another provider has " + taken.remoteId());
            case Stored.NoSuchMapping<T> missing -> throw new Unusable("no mapping " + missing.mapping());
        };
    }

    private void tell(Realm realm, String right, String object) {
        audit.record(new AuditEvent.Administered(realm.name(), Circumstances.from(""), "identity:" + right, object));
        System.out.println(right.replace('_', ' ') + ": " + object);
    }

    private static void require(boolean is, String otherwise) throws Unusable {
        if (!is) {
            throw new Unusable(otherwise);
        }
    }

    private static String id(JsonNode wish) throws Unusable {
        return text(wish, "id")
                .filter(id -> !id.isBlank() && id.length() <= 64)
                .orElseThrow(() -> new Unusable("say --id, of 1 to 64 characters"));
    }

    private static Optional<String> text(JsonNode wish, String key) {
        return Optional.ofNullable(wish.path(key).textValue());
    }
}
