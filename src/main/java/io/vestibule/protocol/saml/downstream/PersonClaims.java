package io.vestibule.protocol.saml.downstream;

import io.vestibule.relyingparty.Authentication;
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
            case "schac_home_organization" -> said.isEmpty() ? List.of(scope) : said;
            default -> said;
        };
    }

    /** A name with a domain of its own already is nobody's in this one. */
    private Optional<String> principalName() {
        String username = who.subject().username();
        return username.contains("@") ? Optional.empty() : Optional.of(username + "@" + scope);
    }
}
