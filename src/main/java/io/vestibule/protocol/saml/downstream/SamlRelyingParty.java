package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.ScopeName;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.realm.reading.IfAbsent;
import io.vestibule.relyingparty.ScopeWish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A relying party's {@code saml} block: it is a service provider. The relying party's {@code id} is its entity id.
 *
 * @param metadata where its metadata comes from; without it, {@code assertionConsumerServices} and what follows
 * @param assertionConsumerServices where answers may go
 * @param singleLogoutServices where it is told of, and answered about, the end of a session
 * @param signingCertificates its certificates in PEM; requests and artifact queries signed with them are believed
 * @param encryptionCertificate in PEM; assertions are encrypted to it
 * @param authnRequestsSigned whether an unsigned request is refused; what its metadata says when absent, else the realm's
 *     {@code wantAuthnRequestsSigned}
 * @param sign which parts of an answer are signed: {@code both}, {@code assertion}, {@code response}
 * @param encrypt whether assertions are encrypted; when absent, whenever it has a key for it
 * @param signingKey {@code rsa} or {@code ec}; the realm's when absent
 * @param release which claims it may be told, by the names of claims or of eduPerson ({@code eduperson_entitlement})
 * @param attributeNames {@code oid}, {@code friendly} or {@code claim}
 * @param attributes more attributes, by their SAML name: the claim each is read from
 * @param scope where it is told the person's roles: {@code project:domain/project}, {@code domain:name}, {@code system:all},
 *     or {@code choose} for wherever the person says
 * @param idpInitiated whether a person may be sent there without being asked for
 * @param assertionLifetime how long an assertion waits to be used; the realm's when absent
 * @param authnContexts its own ladder, weakest first; the realm's when empty
 * @param accept outdated algorithms it still needs: {@code sha1}, {@code rsa15}, {@code cbc}; {@code doctor} reports them
 * @param keystone whether it is an OpenStack Keystone: the person chooses a project, and it is told in {@code openstack_*}
 *     attributes what a Keystone would tell it
 */
public record SamlRelyingParty(
        Optional<MetadataConfig> metadata,
        List<Consumer> assertionConsumerServices,
        List<LogoutAddress> singleLogoutServices,
        List<String> signingCertificates,
        Optional<String> encryptionCertificate,
        Optional<Boolean> authnRequestsSigned,
        @IfAbsent("both") SignedParts sign,
        Optional<Boolean> encrypt,
        Optional<SigningKeyKind> signingKey,
        NameIdRule nameId,

        @IfAbsent("[name, given_name, family_name, preferred_username, email, groups]")
        Set<String> release,

        @IfAbsent("oid") AttributeNames attributeNames,
        Map<String, String> attributes,
        Optional<String> scope,
        @IfAbsent("false") boolean idpInitiated,
        Optional<Duration> assertionLifetime,
        List<ContextStep> authnContexts,
        Set<Weakness> accept,
        @IfAbsent("false") boolean keystone) {
    private static final String CHOOSE = "choose";

    public SamlRelyingParty {
        assertionConsumerServices = List.copyOf(assertionConsumerServices);
        singleLogoutServices = List.copyOf(singleLogoutServices);
        signingCertificates = List.copyOf(signingCertificates);
        release = Set.copyOf(release);
        attributes = Map.copyOf(attributes);
        authnContexts = List.copyOf(authnContexts);
        accept = Set.copyOf(accept);
        Certificates.require("signingCertificates", signingCertificates);
        Certificates.require(
                "encryptionCertificate", encryptionCertificate.stream().toList());
        scope.filter(text -> !text.equals(CHOOSE) && ScopeName.parse(text).isEmpty())
                .ifPresent(text -> {
                    throw new IllegalArgumentException(
                            "scope must be choose, project:domain/project, domain:name or system:all");
                });
        assertionLifetime.ifPresent(lifetime -> SamlRealm.requireAssertionLifetime("assertionLifetime", lifetime));
        long indexed = assertionConsumerServices.stream()
                .map(Consumer::index)
                .distinct()
                .count();
        if (assertionConsumerServices.size() > 1 && indexed < assertionConsumerServices.size()) {
            throw new IllegalArgumentException("assertionConsumerServices must differ in their index");
        }
        boolean byHand = !assertionConsumerServices.isEmpty();
        if (metadata.isPresent() == byHand) {
            throw new IllegalArgumentException("metadata or assertionConsumerServices must be given, one of them");
        }
        if (metadata.isPresent()
                && !(singleLogoutServices.isEmpty()
                        && signingCertificates.isEmpty()
                        && encryptionCertificate.isEmpty())) {
            throw new IllegalArgumentException(
                    "metadata says it all: addresses and certificates beside it are of no use");
        }
        if (encrypt.orElse(false) && encryptionCertificate.isEmpty() && byHand) {
            throw new IllegalArgumentException("encrypt needs an encryptionCertificate");
        }
    }

    /** Protocols of SAML have no word for it, so the operator says it for the service provider. */
    ScopeWish scopeWish() {
        return scope.map(text -> ScopeName.parse(text).map(ScopeWish::named).orElseGet(ScopeWish::choose))
                .orElseGet(() -> keystone ? ScopeWish.choose() : ScopeWish.none());
    }
}
