package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;

/**
 * An assertion consumer service: a place answers may be sent to.
 *
 * @param preferred whether it is meant when a request names none ({@code isDefault})
 */
public record Consumer(
        URI url,
        @IfAbsent("post") ConsumerBinding binding,
        @IfAbsent("0") int index,
        @IfAbsent("false") boolean preferred) {
    public Consumer {
        WebAddress.require("url", url);
        if (index < 0 || index > 65_535) {
            throw new IllegalArgumentException("index must be 0 to 65535 (SAML Metadata section 2.2.3)");
        }
    }
}
