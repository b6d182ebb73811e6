package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.directory.Domain;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The configuration of a domain: all of it, one group of options or one option. */
@ApplicationScoped
class DomainConfigs {
    private static final String RULES_FOR_PASSWORDS = "security_compliance";
    private static final List<String> READABLE = List.of("password_regex", "password_regex_description");

    private final Enforcer enforcer;
    private final Facts facts;
    private final DomainConfigRepository rows;
    private final ConfigRules rules;

    DomainConfigs(Enforcer enforcer, Facts facts, DomainConfigRepository rows, ConfigRules rules) {
        this.enforcer = enforcer;
        this.facts = facts;
        this.rows = rows;
        this.rules = rules;
    }

    Reply create(Call call, String id, JsonNode sent) {
        enforcer.enforce(call, "identity:create_domain_config", Target.none());
        Domain domain = facts.requireDomain(call, id);
        ObjectNode config = rules.checked(sent);
        boolean fresh = rows.read(call.realmName(), domain.id()).isEmpty();
        rows.replace(call.realmName(), domain.id(), config);
        return fresh ? Reply.created("config", config) : Reply.ok("config", config);
    }

    Reply show(Call call, String id, Optional<String> group, Optional<String> option) {
        if (group.equals(Optional.of(RULES_FOR_PASSWORDS))) {
            enforcer.enforce(call, "identity:get_security_compliance_domain_config", Target.none());
            return Reply.ok("config", rulesForPasswords(call, facts.requireDomain(call, id), option));
        }
        enforcer.enforce(call, "identity:get_domain_config", Target.none());
        Domain domain = facts.requireDomain(call, id);
        rules.requireKnown(group, option);
        ObjectNode config = rows.read(call.realmName(), domain.id());
        return Reply.ok(
                "config",
                ConfigRules.part(config, group, option).orElseThrow(() -> ConfigRules.unknown(id, group, option)));
    }

    private static JsonNode rulesForPasswords(Call call, Domain domain, Optional<String> option) {
        if (!domain.id().equals(Domain.DEFAULT)) {
            throw ConfigRules.invalid("Reading security compliance information for any domain other than the default"
                    + " domain is not allowed or supported.");
        }
        if (option.filter(name -> !READABLE.contains(name)).isPresent()) {
            throw ConfigRules.invalid("Reading security compliance values other than password_regex and"
                    + " password_regex_description is not allowed.");
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.put(READABLE.getFirst(), call.realm().passwords().pattern().orElse(null));
        both.put(
                READABLE.getLast(),
                call.realm().passwords().patternDescription().orElse(null));
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.set(RULES_FOR_PASSWORDS, both);
        return ConfigRules.part(config, Optional.of(RULES_FOR_PASSWORDS), option)
                .orElseThrow();
    }

    Reply change(Call call, String id, Optional<String> group, Optional<String> option, JsonNode sent) {
        enforcer.enforce(call, "identity:update_domain_config", Target.none());
        Domain domain = facts.requireDomain(call, id);
        ObjectNode config = rules.narrowed(sent, group, option);
        requireThere(call, domain, group, option);
        rows.write(call.realmName(), domain.id(), config);
        return Reply.ok("config", rows.read(call.realmName(), domain.id()));
    }

    Reply delete(Call call, String id, Optional<String> group, Optional<String> option) {
        enforcer.enforce(call, "identity:delete_domain_config", Target.none());
        Domain domain = facts.requireDomain(call, id);
        rules.requireKnown(group, option);
        requireThere(call, domain, group, option);
        rows.delete(call.realmName(), domain.id(), group, option);
        return Reply.noContent();
    }

    private void requireThere(Call call, Domain domain, Optional<String> group, Optional<String> option) {
        if (group.isPresent()
                && ConfigRules.part(rows.read(call.realmName(), domain.id()), group, option)
                        .isEmpty()) {
            throw ConfigRules.unknown(domain.id().value(), group, option);
        }
    }
}
