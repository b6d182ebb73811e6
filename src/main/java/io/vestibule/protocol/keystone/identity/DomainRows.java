package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Domain;
import io.vestibule.directory.DomainOutcome;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Domains.NewDomain;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes and changes domains from request bodies: as domains, and as the projects that they are, too. */
@ApplicationScoped
class DomainRows {
    private static final Set<String> KNOWN = Set.of(
            "name",
            "description",
            "enabled",
            "tags",
            "options",
            "explicit_domain_id",
            "domain_id",
            "parent_id",
            "is_domain",
            "extra");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{32}");
    private static final String IMMUTABLE = "immutable";

    private final Domains domains;
    private final Schemas schemas;

    DomainRows(Domains domains, Schemas schemas) {
        this.domains = domains;
        this.schemas = schemas;
    }

    List<Domain> all(Call call) {
        return domains.all(call.realmName());
    }

    Domain create(Call call, String schema, JsonNode sent) {
        Fields domain = Fields.checked(schemas, schema, sent);
        NewDomain wanted = new NewDomain(
                domain.required("name").strip(),
                domain.text("description").orElse(""),
                domain.flag("enabled").orElse(true),
                domain.texts("tags").orElse(List.of()),
                options(Extra.none(), domain),
                domain.extra(KNOWN));
        Optional<DomainId> chosen = domain.text("explicit_domain_id").map(DomainRows::chosenId);
        return done(
                chosen.map(id -> domains.create(call.realmName(), id, wanted))
                        .orElseGet(() -> domains.create(call.realmName(), wanted)),
                "");
    }

    private static DomainId chosenId(String id) {
        if (!UUID.matcher(id.replace("-", "")).matches()) {
            throw KeystoneRefused.badRequest("Domain ID does not conform to required UUID format.");
        }
        return new DomainId(id);
    }

    Domain change(Call call, String schema, Domain before, JsonNode sent) {
        Fields wanted =
                Fields.checked(schemas, schema, sent).requireSameId(before.id().value());
        if (isProtected(before) && !onlyTakesProtectionAway(sent)) {
            throw immutable("update", before);
        }
        return done(
                domains.update(call.realmName(), before.id(), domain -> changed(domain, wanted)),
                before.id().value());
    }

    private static Domain changed(Domain domain, Fields wanted) {
        return domain.withName(wanted.text("name").map(String::strip).orElse(domain.name()))
                .withDescription(
                        wanted.has("description") ? wanted.text("description").orElse("") : domain.description())
                .withEnabled(wanted.flag("enabled").orElse(domain.enabled()))
                .withTags(wanted.texts("tags").orElse(domain.tags()))
                .withOptions(options(domain.options(), wanted))
                .withExtra(domain.extra().with(wanted.others(KNOWN)));
    }

    /** Null takes an option away. */
    private static Extra options(Extra before, Fields wanted) {
        var options = before.tree();
        wanted.object("options").properties().forEach(option -> {
            if (option.getValue().isNull()) {
                options.remove(option.getKey());
            } else {
                options.set(option.getKey(), option.getValue());
            }
        });
        return Extra.of(options);
    }

    void delete(Call call, Domain domain) {
        if (isProtected(domain)) {
            throw immutable("delete", domain);
        }
        done(domains.delete(call.realmName(), domain.id()), domain.id().value());
    }

    private static boolean isProtected(Domain domain) {
        return domain.options().tree().path(IMMUTABLE).asBoolean(false);
    }

    private static boolean onlyTakesProtectionAway(JsonNode sent) {
        JsonNode immutable = sent.path("options").path(IMMUTABLE);
        return sent.size() == 1 && (immutable.isNull() || (immutable.isBoolean() && !immutable.booleanValue()));
    }

    private static KeystoneRefused immutable(String what, Domain domain) {
        return KeystoneRefused.forbiddenSaying("Unable to " + what + " immutable domain resource: `" + domain.id()
                + ". Set resource option \"immutable\" to false first.");
    }

    private static Domain done(DomainOutcome outcome, String id) {
        return switch (outcome) {
            case DomainOutcome.Done(Domain domain) -> domain;
            case DomainOutcome.Unknown ignored -> throw KeystoneRefused.notFound("domain", id);
            case DomainOutcome.NameTaken(String name) ->
                throw KeystoneRefused.conflict("Conflict occurred attempting to store project - it is not permitted to"
                        + " have two projects acting as domains with the same name: " + name + ".");
            case DomainOutcome.StillEnabled ignored ->
                throw KeystoneRefused.forbiddenSaying(
                        "Cannot delete a domain that is enabled, please disable it first.");
            case DomainOutcome.StillBound(String idp, ConnectorId connector) ->
                throw KeystoneRefused.conflict("Cannot delete a domain whose identity provider has the rules for a"
                        + " connector: " + idp + " is bound to " + connector + ". Delete it, or take its connector"
                        + " away, first.");
            case DomainOutcome.Indispensable ignored ->
                throw KeystoneRefused.forbiddenSaying("Cannot delete the domain that every realm has.");
        };
    }
}
