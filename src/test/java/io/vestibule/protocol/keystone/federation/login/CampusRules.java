package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Groups;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The realm {@code sky}'s identity provider {@code campus}: its staff are in the group {@code researchers}, nobody else comes in. */
@ApplicationScoped
public class CampusRules {
    static final String ID = "campus";
    private static final RealmName SKY = new RealmName("sky");
    private static final String STAFF = """
            {"rules": [{
              "remote": [{"type": "OIDC-preferred_username"}, {"type": "OIDC-groups", "any_one_of": ["staff"]}],
              "local": [{"user": {"name": "{0}"}}%1$s]}, {
              "remote": [{"type": "OIDC-sub", "any_one_of": ["command-line"]}],
              "local": [{"user": {"name": "robot"}}%1$s]}]}""";

    private final IdentityProviders providers;
    private final FederationProtocols protocols;
    private final Mappings mappings;
    private final Groups groups;
    private final Projects projects;

    CampusRules(
            IdentityProviders providers,
            FederationProtocols protocols,
            Mappings mappings,
            Groups groups,
            Projects projects) {
        this.providers = providers;
        this.protocols = protocols;
        this.mappings = mappings;
        this.groups = groups;
        this.projects = projects;
    }

    void bind() {
        unbind();
        done(mappings.create(rules(", {\"group\": {\"id\": \"" + group() + "\"}}")));
        provider(ID, "openid");
    }

    /** An identity provider behind the connector of its own name, under the same rules. */
    void provider(String id, String protocol) {
        provider(id, protocol, id, Optional.empty());
    }

    /** Another one behind the campus's connector, a domain's when {@code owner} is said. */
    void beside(String id, Optional<DomainId> owner, String... remoteIds) {
        provider(id, "openid", ID, owner, remoteIds);
    }

    private void provider(String id, String protocol, String connector, Optional<DomainId> owner, String... remoteIds) {
        done(providers.create(new IdentityProvider(
                SKY,
                id,
                Domain.DEFAULT,
                true,
                Optional.empty(),
                List.of(remoteIds),
                Optional.empty(),
                Optional.of(new ConnectorId(connector)),
                owner)));
        done(protocols.create(SKY, new FederationProtocol(id, protocol, ID, Optional.empty())));
    }

    /** Instead of the rules there are; a domain's when {@code owner} is said. {@code user} is JSON. */
    void sayOfEmmy(Optional<DomainId> owner, String user) {
        mappings.delete(SKY, ID);
        done(mappings.create(rules("""
                {"rules": [{"local": [{"user": %s}],
                  "remote": [{"type": "OIDC-preferred_username", "any_one_of": ["emmy"]}]}]}""".formatted(user), owner)));
    }

    void unbind() {
        List.of(ID, "abbey", "aside", "beside").forEach(id -> providers.delete(SKY, id));
        mappings.delete(SKY, ID);
    }

    /** The group, or the role on the project itself, to everybody who comes in. */
    void give(boolean byGroup) {
        done(mappings.update(rules(
                byGroup
                        ? ", {\"group\": {\"id\": \"" + group() + "\"}}"
                        : ", {\"projects\": [{\"name\": \"telescope\", \"roles\": [{\"name\": \"member\"}]}]}")));
    }

    void giveNothing() {
        done(mappings.update(rules("")));
    }

    void enabled(boolean enabled) {
        done(providers.update(SKY, ID, idp -> idp.withEnabled(enabled)));
    }

    void remoteIds(String... ids) {
        done(providers.update(SKY, ID, idp -> idp.withRemoteIds(List.of(ids))));
    }

    void holdsForMinutes(long minutes) {
        done(providers.update(SKY, ID, idp -> idp.withAuthorizationTtl(Optional.of(minutes))));
    }

    /** As from before such names were refused. */
    void protocol(String id) {
        done(protocols.create(SKY, new FederationProtocol(ID, id, ID, Optional.empty())));
    }

    /** As a domain's administrators could leave it. */
    void ofDomainWithoutProtocol(DomainId owner) {
        providers.delete(SKY, ID);
        provider(ID, "openid", ID, Optional.of(owner));
        withoutProtocol();
    }

    void withoutProtocol() {
        protocols.delete(SKY, ID, "openid");
    }

    String group() {
        return groups.named(SKY, Domain.DEFAULT, "researchers")
                .orElseThrow()
                .id()
                .value();
    }

    String project() {
        return projects.named(SKY, Domain.DEFAULT, "telescope")
                .orElseThrow()
                .id()
                .value();
    }

    private static RuleSet rules(String more) {
        return rules(STAFF.formatted(more), Optional.empty());
    }

    private static RuleSet rules(String json, Optional<DomainId> owner) {
        if (RuleReader.read(json) instanceof RuleReader.Outcome.Read read) {
            return new RuleSet(SKY, ID, read.rules(), false, owner);
        }
        throw new AssertionError("the rules cannot be read");
    }

    private static void done(Stored<?> stored) {
        if (!(stored instanceof Stored.Done)) {
            throw new AssertionError(stored.toString());
        }
    }
}
