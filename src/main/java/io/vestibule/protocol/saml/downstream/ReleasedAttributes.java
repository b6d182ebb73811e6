package io.vestibule.protocol.saml.downstream;

import io.vestibule.mapping.SafeText;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a service provider is told of a person: what the operator allows, of that what it asks for, of that what was agreed to.
 */
@ApplicationScoped
class ReleasedAttributes {
    private static final int LONGEST_VALUE = 4_000;
    private static final int MOST_VALUES = 1_000;

    private final PairwiseIds pairwise;
    private final SamlUrls urls;
    private final KeystoneAttributes keystone;

    ReleasedAttributes(PairwiseIds pairwise, SamlUrls urls, KeystoneAttributes keystone) {
        this.pairwise = pairwise;
        this.urls = urls;
        this.keystone = keystone;
    }

    /** The words of consent for all that {@link #of} may tell. */
    static Set<String> asks(ServiceProvider party, Optional<Partner.AttributeSet> service) {
        Set<String> asks = new TreeSet<>();
        claims(party, service).stream().map(AttributeCatalogue::consent).forEach(asks::add);
        custom(party, service).values().stream()
                .map(AttributeCatalogue::consent)
                .forEach(asks::add);
        if (party.saml().keystone()) {
            asks.addAll(KeystoneAttributes.ASKS);
        }
        return asks;
    }

    List<ReleasedAttribute> of(ServiceProvider party, Optional<Partner.AttributeSet> service, Authentication who) {
        PersonClaims person = new PersonClaims(who, urls.scope(party.realm()));
        List<ReleasedAttribute> released = new ArrayList<>(identifiers(party, who));
        AttributeNames style = party.saml().attributeNames();
        for (String claim : claims(party, service)) {
            List<String> values = agreed(claim, who, person);
            if (!values.isEmpty()) {
                released.add(AttributeCatalogue.ofClaim(claim)
                        .map(name -> ReleasedAttribute.of(name, style, values))
                        .orElseGet(() -> ReleasedAttribute.named(claim, values)));
            }
        }
        custom(party, service).forEach((name, claim) -> {
            List<String> values = agreed(claim, who, person);
            if (!values.isEmpty()) {
                released.add(ReleasedAttribute.named(name, values));
            }
        });
        if (party.saml().keystone()) {
            released.addAll(keystone.of(party.realm().name(), who));
        }
        return released;
    }

    /** SAML Subject Identifier Attributes §3: they say nothing but who it is, and are given to whoever needs one. */
    private List<ReleasedAttribute> identifiers(ServiceProvider party, Authentication who) {
        Set<String> release = party.saml().release();
        Partner.SubjectIdNeed need = party.partner().subjectId();
        String scope = "@" + urls.scope(party.realm());
        List<ReleasedAttribute> identifiers = new ArrayList<>();
        if (release.contains("subject_id") || need == Partner.SubjectIdNeed.SUBJECT_ID) {
            String id = who.subject().user().toString().replace("-", "");
            identifiers.add(ReleasedAttribute.named(AttributeCatalogue.SUBJECT_ID, List.of(id + scope)));
        }
        boolean pairwiseWanted = need == Partner.SubjectIdNeed.PAIRWISE_ID || need == Partner.SubjectIdNeed.ANY;
        if (release.contains("pairwise_id") || pairwiseWanted) {
            String id = pairwise.of(party, who.subject().user());
            identifiers.add(ReleasedAttribute.named(AttributeCatalogue.PAIRWISE_ID, List.of(id + scope)));
        }
        return identifiers;
    }

    private static List<String> agreed(String claim, Authentication who, PersonClaims person) {
        return who.agreed().contains(AttributeCatalogue.consent(claim))
                ? person.all(claim).stream()
                        .limit(MOST_VALUES)
                        .map(value -> SafeText.lines(value, LONGEST_VALUE)) // also what XML has no character for
                        .filter(value -> !value.isEmpty())
                        .toList()
                : List.of();
    }

    private static List<String> claims(ServiceProvider party, Optional<Partner.AttributeSet> service) {
        return party.saml().release().stream()
                .filter(claim -> !claim.equals("subject_id") && !claim.equals("pairwise_id"))
                .filter(claim -> service.map(wanted -> wanted.names().stream()
                                .anyMatch(name -> AttributeCatalogue.ofClaim(claim)
                                        .map(known -> known.isCalled(name))
                                        .orElse(name.equals(claim))))
                        .orElse(true))
                .sorted()
                .toList();
    }

    private static Map<String, String> custom(ServiceProvider party, Optional<Partner.AttributeSet> service) {
        Map<String, String> wanted = new TreeMap<>(party.saml().attributes());
        service.ifPresent(asked -> wanted.keySet().retainAll(asked.names()));
        return wanted;
    }
}
