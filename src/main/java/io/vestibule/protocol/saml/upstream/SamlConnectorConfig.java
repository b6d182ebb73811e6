package io.vestibule.protocol.saml.upstream;

import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.realm.AssuranceWords;
import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opensaml.saml.saml2.core.NameIDType;

/**
 * An identity provider, or a federation of them, and how to be its service provider.
 *
 * @param metadata where it is published what they are
 * @param entityId the one identity provider; not needed where metadata speaks of one only, and absent for a federation, of
 *     which people choose one
 * @param spEntityId how we call ourselves there, when it is not the address of our metadata
 * @param requestBinding how the browser carries the request there
 * @param responseBinding how we ask to be answered: {@code post}, or {@code artifact}, which keeps the answer out of browsers
 * @param wantAssertionsSigned whether each assertion must be signed itself; otherwise a signed response is enough too
 * @param allowUnsolicited whether an answer nobody asked for may sign somebody in at the portal (login CSRF is then possible)
 * @param nameIdFormat asked for, and the only one accepted; {@code unspecified} accepts any but transient ones
 * @param subjectAttribute the claim that is a person's lasting name there, instead of the NameID: {@code subject-id},
 *     {@code eduPersonPrincipalName}, {@code uid}
 * @param clockSkew how far their clock may be off
 * @param acrValues asked for; of what an application wishes only these count, and what {@code acr} gives a word for a second factor
 * @param acr the application's words to the classes the identity provider knows, where they differ
 * @param acrComparison how the classes asked for are meant (SAML Core §3.3.2.2.1)
 * @param requiredAcr when given, an authentication of another class is refused
 * @param forwardForceAuthn whether an application's demand to sign in again is passed on; it is held against the answer
 *     either way
 * @param maxAge oldest authentication accepted, whatever the application asks
 * @param usernameAttribute becomes {@code preferred_username}
 * @param emailsVerified whether this identity provider vouches for the e-mail addresses it states
 * @param requestedAttributes what our metadata asks for, by Name
 * @param requiredAttributes claim to accepted values, none meaning any; a person without is refused
 * @param outdatedAlgorithms what only this identity provider may still use
 * @param signingKey the kind of key that signs requests
 * @param forwardPassive whether a request that may show nothing is passed on (IsPassive) rather than refused here
 * @param forwardRequesterId whether requests say on whose behalf they are made and how far they may go
 * @param keyRefreshFloor metadata is read again at most this often when a signature is by an unknown key
 * @param signOutUpstream whether signing out here signs out there too
 * @param keystone whether the identity provider is an OpenStack Keystone that sends people here (K2K): its assertions come
 *     unasked by way of a program, name no audience, and say in {@code openstack_user} and {@code openstack_user_domain} who it is
 */
public record SamlConnectorConfig(
        MetadataConfig metadata,
        Optional<String> entityId,
        Optional<String> spEntityId,
        @IfAbsent("redirect") RequestBinding requestBinding,
        @IfAbsent("post") ResponseBinding responseBinding,
        @IfAbsent("true") boolean wantAssertionsSigned,
        @IfAbsent("false") boolean allowUnsolicited,
        @IfAbsent("persistent") NameIdFormat nameIdFormat,
        Optional<String> subjectAttribute,
        @IfAbsent("60s") Duration clockSkew,
        List<String> acrValues,
        Map<String, String> acr,
        @IfAbsent("exact") AcrComparison acrComparison,
        List<String> requiredAcr,
        @IfAbsent("true") boolean forwardForceAuthn,
        @IfAbsent("true") boolean forwardPassive,
        Optional<Duration> maxAge,
        @IfAbsent("uid") String usernameAttribute,
        @IfAbsent("email") String emailAttribute,
        @IfAbsent("groups") String groupsAttribute,
        @IfAbsent("false") boolean emailsVerified,
        @IfAbsent("[]") List<String> requestedAttributes,
        Map<String, List<String>> requiredAttributes,
        Set<OutdatedAlgorithm> outdatedAlgorithms,
        @IfAbsent("rsa") SigningKeyKind signingKey,
        @IfAbsent("true") boolean forwardRequesterId,
        @IfAbsent("10s") Duration keyRefreshFloor,
        @IfAbsent("false") boolean signOutUpstream,
        @IfAbsent("false") boolean keystone)
        implements AssuranceWords {
    /** How the browser carries our requests. */
    public enum RequestBinding {
        REDIRECT,
        POST
    }

    /** How answers come. */
    public enum ResponseBinding {
        POST,
        ARTIFACT
    }

    /** SAML Core §3.3.2.2.1. */
    public enum AcrComparison {
        EXACT,
        MINIMUM,
        BETTER,
        MAXIMUM
    }

    /** The key that signs what we send. */
    public enum SigningKeyKind {
        RSA,
        EC
    }

    /** No longer safe; one partner may be allowed one of them by name. */
    public enum OutdatedAlgorithm {
        SHA1,
        RSA15,
        CBC
    }

    /** SAML Core §8.3. */
    public enum NameIdFormat {
        PERSISTENT(NameIDType.PERSISTENT),
        TRANSIENT(NameIDType.TRANSIENT),
        EMAIL_ADDRESS(NameIDType.EMAIL),
        X509_SUBJECT_NAME(NameIDType.X509_SUBJECT),
        UNSPECIFIED(NameIDType.UNSPECIFIED);

        private final String uri;

        NameIdFormat(String uri) {
            this.uri = uri;
        }

        String uri() {
            return uri;
        }
    }

    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

    public SamlConnectorConfig {
        acrValues = List.copyOf(acrValues);
        acr = Map.copyOf(acr);
        requiredAcr = List.copyOf(requiredAcr);
        requestedAttributes = List.copyOf(requestedAttributes);
        requiredAttributes = Map.copyOf(requiredAttributes);
        outdatedAlgorithms = Set.copyOf(outdatedAlgorithms);
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(LARGEST_SKEW) <= 0,
                "clockSkew must be between 0s and 5m");
        require(!keyRefreshFloor.isNegative(), "keyRefreshFloor must not be negative");
        require(
                nameIdFormat != NameIdFormat.TRANSIENT || subjectAttribute.isPresent(),
                "nameIdFormat transient names a person for one login only: say in subjectAttribute which attribute is a"
                        + " lasting name, such as subject-id");
        require(
                !allowUnsolicited || entityId.isPresent() || !metadata.isFederation(),
                "allowUnsolicited is for one identity provider: give its entityId");
        require(
                !keystone || entityId.isPresent() || !metadata.isFederation(),
                "keystone is for one identity provider: give its entityId");
        require(entityId.filter(String::isBlank).isEmpty(), "entityId must not be empty");
        require(
                spEntityId.filter(id -> id.isBlank() || id.length() > 1024).isEmpty(),
                "spEntityId must have 1 to 1024 characters"); // SAML Core §8.3.6
    }

    /** An identity provider by its metadata, and our own name there; everything else as usual. */
    public static SamlConnectorConfig of(MetadataConfig metadata, String spEntityId) {
        return new SamlConnectorConfig(
                metadata,
                Optional.empty(),
                Optional.of(spEntityId),
                RequestBinding.REDIRECT,
                ResponseBinding.POST,
                true,
                false,
                NameIdFormat.PERSISTENT,
                Optional.empty(),
                Duration.ofSeconds(60),
                List.of(),
                Map.of(),
                AcrComparison.EXACT,
                List.of(),
                true,
                true,
                Optional.empty(),
                "uid",
                "email",
                "groups",
                false,
                List.of(),
                Map.of(),
                Set.of(),
                SigningKeyKind.RSA,
                false,
                Duration.ofSeconds(10),
                false,
                false);
    }

    @Override
    public List<String> translatedTo() {
        return List.copyOf(acr.keySet());
    }

    Algorithms algorithms() {
        return outdatedAlgorithms.isEmpty()
                ? Algorithms.CURRENT
                : new Algorithms(
                        outdatedAlgorithms.contains(OutdatedAlgorithm.SHA1),
                        outdatedAlgorithms.contains(OutdatedAlgorithm.RSA15),
                        outdatedAlgorithms.contains(OutdatedAlgorithm.CBC));
    }

    CertifiedKeys.Kind keyKind() {
        return signingKey == SigningKeyKind.RSA ? CertifiedKeys.Kind.RSA : CertifiedKeys.Kind.EC;
    }

    /** Many identity providers behind one connector. */
    boolean federation() {
        return entityId.isEmpty() && metadata.isFederation();
    }

    private static void require(boolean met, String sentence) {
        if (!met) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
