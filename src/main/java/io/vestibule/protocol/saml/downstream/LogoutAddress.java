package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * A single logout service of a service provider.
 *
 * @param responseUrl where answers go when not to {@code url}
 */
public record LogoutAddress(URI url, @IfAbsent("redirect") Binding binding, Optional<URI> responseUrl) {
    /** By which binding it is reached. */
    public enum Binding {
        REDIRECT("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"),
        POST("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"),
        SOAP("urn:oasis:names:tc:SAML:2.0:bindings:SOAP");

        private final String uri;

        Binding(String uri) {
            this.uri = uri;
        }

        String uri() {
            return uri;
        }

        static Optional<Binding> of(String uri) {
            return Arrays.stream(values()).filter(one -> one.uri.equals(uri)).findFirst();
        }
    }

    public LogoutAddress {
        WebAddress.require("url", url);
        responseUrl.ifPresent(other -> WebAddress.require("responseUrl", other));
    }

    URI answersGoTo() {
        return responseUrl.orElse(url);
    }
}
