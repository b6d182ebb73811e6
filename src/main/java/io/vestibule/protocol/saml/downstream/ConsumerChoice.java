package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.SamlRefused;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.AuthnRequest;

/**
 * Where the answer goes: only ever to a place that the service provider's metadata or the operator names, compared as an exact
 * string, or this server would hand assertions to anybody (SAML Profiles §4.1.4.1).
 */
final class ConsumerChoice {
    private ConsumerChoice() {}

    /** @param possible the bindings that can answer a request that came this way */
    static Consumer of(ServiceProvider party, AuthnRequest request, List<ConsumerBinding> possible) throws SamlRefused {
        List<Consumer> known = party.partner().consumers().stream()
                .filter(consumer -> possible.contains(consumer.binding()))
                .toList();
        Integer index = request.getAssertionConsumerServiceIndex();
        String url = request.getAssertionConsumerServiceURL();
        String binding = request.getProtocolBinding();
        if (index != null && (url != null || binding != null)) { // SAML Core §3.4.1: mutually exclusive
            throw new SamlRefused("consumer-service", "an index or an address", "both");
        }
        if (index != null) {
            return known.stream()
                    .filter(consumer -> consumer.index() == index)
                    .findFirst()
                    .orElseThrow(() -> refused(known, "index " + index));
        }
        return known.stream()
                .filter(consumer -> url == null || consumer.url().toString().equals(url))
                .filter(consumer -> binding == null || consumer.binding().uri().equals(binding))
                .min(Comparator.comparing(consumer -> !consumer.preferred()))
                .orElseThrow(() -> refused(
                        known, (url == null ? "the usual one" : url) + (binding == null ? "" : " by " + binding)));
    }

    /** The one for what nobody asked for. */
    static Optional<Consumer> usual(ServiceProvider party) {
        return party.partner().consumers().stream()
                .filter(consumer -> consumer.binding() != ConsumerBinding.PAOS)
                .min(Comparator.comparing((Consumer consumer) -> !consumer.preferred())
                        .thenComparing(Consumer::index));
    }

    private static SamlRefused refused(List<Consumer> known, String asked) {
        return new SamlRefused(
                "consumer-service",
                "one of "
                        + known.stream()
                                .map(consumer -> consumer.index() + "=" + consumer.url())
                                .toList(),
                asked);
    }
}
