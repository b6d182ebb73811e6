package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.metadata.Endpoint;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.PartnerKeys;
import io.vestibule.protocol.saml.metadata.ServiceProviderRole;
import io.vestibule.protocol.saml.xml.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes from a service provider's metadata what an identity provider needs to know. */
final class PartnerReader {
    private static final String SUBJECT_ID = "urn:oasis:names:tc:SAML:profiles:subject-id:req";
    private static final String AES_128_GCM = "http://www.w3.org/2009/xmlenc11#aes128-gcm";
    private static final String AES_256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";

    private PartnerReader() {}

    static Partner of(EntityMetadata entity, ServiceProviderRole role) {
        return new Partner(
                consumers(role),
                role.singleLogout().stream()
                        .flatMap(endpoint -> LogoutAddress.Binding.of(endpoint.binding())
                                .filter(binding -> WebAddress.isOne(endpoint.location()))
                                .map(binding ->
                                        new LogoutAddress(endpoint.location(), binding, endpoint.responseLocation()))
                                .stream())
                        .toList(),
                role.keys().signing(),
                role.keys().encryption().stream()
                        .flatMap(key -> recipient(key).stream())
                        .findFirst(),
                role.nameIdFormats().stream()
                        .flatMap(format -> NameIdFormat.of(format).stream())
                        .toList(),
                role.signsRequests(),
                role.wantsSignedAssertions(),
                attributes(role),
                need(entity.attributes().getOrDefault(SUBJECT_ID, Set.of())));
    }

    /** Those that answers can be sent to; one without index is only found by its address. */
    private static List<Consumer> consumers(ServiceProviderRole role) {
        Optional<Endpoint> usual = Endpoint.chosen(role.assertionConsumers());
        List<Consumer> consumers = new ArrayList<>();
        for (Endpoint endpoint : role.assertionConsumers()) {
            Optional<ConsumerBinding> binding = ConsumerBinding.of(endpoint.binding());
            if (binding.isPresent() && WebAddress.isOne(endpoint.location())) {
                consumers.add(new Consumer(
                        endpoint.location(),
                        binding.get(),
                        endpoint.index().orElse(consumers.size()),
                        usual.filter(endpoint::equals).isPresent()));
            }
        }
        return consumers;
    }

    private static List<Partner.AttributeSet> attributes(ServiceProviderRole role) {
        Optional<ServiceProviderRole.AttributeConsumer> usual = role.attributeConsumer(Optional.empty());
        return role.attributeConsumers().stream()
                .map(wanted -> new Partner.AttributeSet(
                        wanted.index(),
                        usual.filter(wanted::equals).isPresent(),
                        wanted.requested().stream()
                                .map(ServiceProviderRole.RequestedAttribute::name)
                                .toList()))
                .toList();
    }

    /** An RSA key, with GCM unless its owner lists what it reads and that is not among it: then the key serves nobody here. */
    private static Optional<Encryption.Recipient> recipient(PartnerKeys.EncryptionKey key) {
        if (!"RSA".equals(key.key().getAlgorithm())) {
            return Optional.empty();
        }
        boolean only128 = key.methods().contains(AES_128_GCM) && !key.methods().contains(AES_256_GCM);
        return Optional.of(new Encryption.Recipient(
                key.key(),
                Encryption.KeyTransport.OAEP_SHA1,
                only128 ? Encryption.Content.AES_128_GCM : Encryption.Content.AES_256_GCM));
    }

    private static Partner.SubjectIdNeed need(Set<String> values) {
        for (String value : values) {
            switch (value.strip()) {
                case "subject-id" -> {
                    return Partner.SubjectIdNeed.SUBJECT_ID;
                }
                case "pairwise-id" -> {
                    return Partner.SubjectIdNeed.PAIRWISE_ID;
                }
                case "any" -> {
                    return Partner.SubjectIdNeed.ANY;
                }
                default -> {}
            }
        }
        return Partner.SubjectIdNeed.NONE;
    }
}
