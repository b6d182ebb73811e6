package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.identity.Claims;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig.NameIdFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDType;

/** The lasting key of a person at their identity provider. */
final class Subjects {
    /** SAML Core §8.3.7 allows 256 for a persistent identifier; attributes are bound likewise. */
    private static final int LONGEST = 256;
    /** Compared without regard to case (SAML Subject Identifier Attributes §3.3.1; eduPerson for its own). */
    private static final Set<String> CASELESS =
            Set.of("subject-id", "pairwise-id", "eduPersonPrincipalName", "eduPersonUniqueId");

    private final SamlConnectorConfig config;
    private final String provider;

    Subjects(SamlConnectorConfig config, String provider) {
        this.config = config;
        this.provider = provider;
    }

    /** Of many identity providers behind one connector each has names of its own, so theirs is part of the key. */
    Step<String> of(@Nullable NameID nameId, Claims claims) {
        if (config.keystone()) {
            return ofKeystone(claims);
        }
        return config.subjectAttribute()
                .map(attribute -> byAttribute(AttributeTable.claim(attribute), claims))
                .orElseGet(() -> byNameId(nameId))
                .then(this::key);
    }

    /** A Keystone's NameID is a user's name without the domain, which two people may have. */
    private Step<String> ofKeystone(Claims claims) {
        return byAttribute("openstack_user_domain", claims)
                .then(domain -> byAttribute("openstack_user", claims).then(user -> key(joined(domain, user))));
    }

    /** The key, when a name alone tells it: not where it is an attribute that tells. */
    Step<String> ofName(NameID nameId) {
        return config.subjectAttribute().isPresent()
                ? Step.invalid("subject", "a session, as names here do not last", "a name")
                : byNameId(nameId).then(this::key);
    }

    private Step<String> key(String subject) {
        String key = config.federation() ? joined(provider, subject) : subject;
        return AssertedClaims.isStorable(key) && key.length() <= 2 * LONGEST
                ? Step.done(key)
                : Step.invalid("subject", "at most 512 characters that can be kept", key);
    }

    /** Exactly one value: of two, one could be somebody else's. */
    private static Step<String> byAttribute(String attribute, Claims claims) {
        List<String> values = claims.all(attribute);
        if (values.size() != 1 || values.getFirst().length() > LONGEST) {
            return Step.stopped(new Rejected(
                    Rejection.DENIED_UPSTREAM,
                    "subject-attribute",
                    "one " + attribute + " of at most " + LONGEST + " characters",
                    Shown.of(values.toString())));
        }
        String value = values.getFirst();
        return Step.done(CASELESS.contains(attribute) ? value.toLowerCase(Locale.ROOT) : value);
    }

    private Step<String> byNameId(@Nullable NameID nameId) {
        if (nameId == null || nameId.getValue() == null || nameId.getValue().isBlank()) {
            return Step.invalid("subject", "a NameID", "none");
        }
        String format = Optional.ofNullable(nameId.getFormat()).orElse(NameIDType.UNSPECIFIED);
        String value = nameId.getValue().strip();
        if (format.equals(NameIDType.TRANSIENT)) {
            return Step.stopped(new Rejected(
                    Rejection.DENIED_UPSTREAM,
                    "transient-name-id",
                    "a lasting NameID, or subjectAttribute in the connector's configuration",
                    format));
        }
        boolean asked = config.nameIdFormat() == NameIdFormat.UNSPECIFIED
                || config.nameIdFormat().uri().equals(format);
        if (!asked || value.length() > LONGEST) {
            return Step.invalid("name-id-format", config.nameIdFormat().uri(), format);
        }
        return Step.done(qualified(nameId, value));
    }

    /** SAML Core §8.3.7: a persistent identifier is one only together with who made it; left out, it is the provider. */
    private String qualified(NameID nameId, String value) {
        return Optional.ofNullable(nameId.getNameQualifier())
                .filter(qualifier -> !qualifier.isBlank() && !qualifier.equals(provider))
                .map(qualifier -> joined(qualifier, value))
                .orElse(value);
    }

    /** An entity id may hold the mark too: "https://a" with "b!c" must not be "https://a!b" with "c". */
    private static String joined(String whose, String name) {
        return whose.replace("%", "%25").replace("!", "%21") + "!" + name;
    }
}
