package io.vestibule.protocol.saml.metadata;

import io.vestibule.connector.Organisations.Organisation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a search needs to know of an identity provider.
 *
 * @param names by language; one for want of any is its entity id's host
 * @param keywords of all languages
 * @param domains whose people it signs in: its scopes and its hints
 */
record OrganisationEntry(
        String entityId, Map<String, String> names, List<String> keywords, List<String> domains, Optional<URI> logo) {
    private static final String HIDDEN = "http://refeds.org/category/hide-from-discovery";
    private static final int TILE = 32;

    /** Nothing for who is no identity provider, or wants not to be offered. */
    static Optional<OrganisationEntry> of(EntityMetadata entity) {
        return entity.identityProvider()
                .filter(role -> !role.singleSignOn().isEmpty())
                .filter(role -> !entity.categories().contains(HIDDEN))
                .map(role -> of(entity, role));
    }

    private static OrganisationEntry of(EntityMetadata entity, IdentityProviderRole role) {
        Display display = role.display();
        Map<String, String> names = display.names().isEmpty() ? Map.of("", host(entity.entityId())) : display.names();
        Stream<String> scopes =
                role.scopes().all().stream().filter(scope -> !scope.regexp()).map(Scopes.Scope::value);
        List<String> domains = Stream.concat(scopes, display.domains().stream())
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        List<String> keywords = new ArrayList<>();
        display.keywords().values().forEach(keywords::addAll);
        return new OrganisationEntry(entity.entityId(), names, keywords, domains, display.logo(TILE));
    }

    String name(List<Locale> languages) {
        return Display.in(names, languages).orElse(entityId);
    }

    Organisation shown(List<Locale> languages) {
        return new Organisation(entityId, name(languages), logo);
    }

    private static String host(String entityId) {
        return RoleReader.web(entityId).map(URI::getHost).orElse(entityId);
    }
}
