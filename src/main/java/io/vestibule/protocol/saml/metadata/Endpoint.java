package io.vestibule.protocol.saml.metadata;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a role listens (SAML Metadata §2.2.2, §2.2.3). Only http and https: others, such as {@code javascript:}, are left out
 * when metadata is read.
 *
 * @param responseLocation where answers go when elsewhere than {@code location}
 * @param index of an indexed endpoint
 * @param isDefault as it says, or does not say
 */
public record Endpoint(
        String binding,
        URI location,
        Optional<URI> responseLocation,
        Optional<Integer> index,
        Optional<Boolean> isDefault) {
    public static Endpoint of(String binding, URI location) {
        return new Endpoint(binding, location, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public URI answersTo() {
        return responseLocation.orElse(location);
    }

    /** The default one of them; SAML Metadata §2.2.3 says which that is. */
    public static Optional<Endpoint> chosen(List<Endpoint> endpoints) {
        return firstOf(endpoints, Endpoint::isDefault);
    }

    /** The one with that index. */
    public static Optional<Endpoint> chosen(List<Endpoint> endpoints, int index) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.index().filter(own -> own == index).isPresent())
                .findFirst();
    }

    /** The first that speaks one of the bindings, in the order of {@code bindings}. */
    public static Optional<Endpoint> speaking(List<Endpoint> endpoints, List<String> bindings) {
        return bindings.stream()
                .flatMap(binding ->
                        chosen(endpoints.stream()
                                        .filter(endpoint -> endpoint.binding().equals(binding))
                                        .toList())
                                .stream())
                .findFirst();
    }

    /** The first that says it is the default, else the first that does not say it is none, else the first. */
    static <T> Optional<T> firstOf(List<T> indexed, Function<T, Optional<Boolean>> isDefault) {
        return indexed.stream()
                .filter(one -> isDefault.apply(one).orElse(false))
                .findFirst()
                .or(() -> indexed.stream()
                        .filter(one -> isDefault.apply(one).isEmpty())
                        .findFirst())
                .or(() -> indexed.stream().findFirst());
    }
}
