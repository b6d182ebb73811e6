package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.ScopeName;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.GrantedScope;
import java.util.List;
import java.util.Optional;

/** What is known of a person, by the names of claims; some are made from others where nobody said them. */
record PersonClaims(Authentication who, String scope) {
    List<String> all(String claim) {
        List<String> said = who.claims().all(claim);
        return switch (claim) {
            case "name", "common_name" -> List.of(who.subject().displayName());
            case "preferred_username" -> List.of(who.subject().username());
            case "user_id" -> List.of(who.subject().user().toString());
            case "groups" -> who.groups().stream().sorted().toList();
            case "eduperson_principal_name" ->
                said.isEmpty() ? principalName().stream().toList() : said;
            case "roles" -> who.scope().map(GrantedScope::roles).orElse(List.of());
            case "scope", "project", "project_domain", "domain" ->
                place(claim).stream().toList();
            case "schac_home_organization" -> said.isEmpty() ? List.of(scope) : said;
            default -> said;
        };
    }

    /** Where the person acts with this proof; nobody upstream has a say in it. */
    private Optional<String> place(String claim) {
        return who.scope().map(GrantedScope::name).flatMap(name -> switch (claim) {
            case "scope" -> Optional.of(name.text());
            case "project" -> name instanceof ScopeName.OfProject one ? Optional.of(one.project()) : Optional.empty();
            case "project_domain" ->
                name instanceof ScopeName.OfProject one ? Optional.of(one.domain()) : Optional.empty();
            default -> name instanceof ScopeName.OfDomain one ? Optional.of(one.domain()) : Optional.empty();
        });
    }

    /** A name with a domain of its own already is nobody's in this one. */
    private Optional<String> principalName() {
        String username = who.subject().username();
        return username.contains("@") ? Optional.empty() : Optional.of(username + "@" + scope);
    }
}
