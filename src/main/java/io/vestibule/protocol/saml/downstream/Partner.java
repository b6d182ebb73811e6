package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.Encryption;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a service provider's own side, from its metadata or from the operator.
 *
 * @param consumers in document order
 * @param nameIdFormats those it lists that can be made here, in its order; {@code listsFormats} tells none from no list
 * @param signsRequests {@code AuthnRequestsSigned}
 * @param wantsSignedAssertions {@code WantAssertionsSigned}
 * @param subjectId which general-purpose identifier it asks for (SAML Subject Identifier Attributes §4.1)
 */
record Partner(
        List<Consumer> consumers,
        List<LogoutAddress> logoutServices,
        List<PublicKey> signingKeys,
        Optional<Encryption.Recipient> encryptTo,
        List<NameIdFormat> nameIdFormats,
        boolean signsRequests,
        boolean wantsSignedAssertions,
        List<AttributeSet> attributeServices,
        SubjectIdNeed subjectId) {
    /**
     * A set of attributes it asks for.
     *
     * @param names SAML names
     */
    record AttributeSet(int index, boolean preferred, List<String> names) {}

    /** The values of {@code urn:oasis:names:tc:SAML:profiles:subject-id:req}. */
    enum SubjectIdNeed {
        NONE,
        SUBJECT_ID,
        PAIRWISE_ID,
        ANY
    }

    /** The set of that index; without one the preferred, else the first (SAML Metadata §2.2.3). */
    Optional<AttributeSet> attributes(Optional<Integer> index) {
        return attributeServices.stream()
                .filter(service ->
                        index.map(wanted -> service.index() == wanted).orElse(service.preferred()))
                .findFirst()
                .or(() -> index.isEmpty() ? attributeServices.stream().findFirst() : Optional.empty());
    }

    static Partner declared(SamlRelyingParty block) {
        return new Partner(
                block.assertionConsumerServices(),
                block.singleLogoutServices(),
                block.signingCertificates().stream()
                        .map(pem -> Certificates.read(pem).getPublicKey())
                        .toList(),
                block.encryptionCertificate()
                        .map(pem ->
                                new Encryption.Recipient(Certificates.read(pem).getPublicKey())),
                List.of(),
                false,
                false,
                List.of(),
                SubjectIdNeed.NONE);
    }
}
