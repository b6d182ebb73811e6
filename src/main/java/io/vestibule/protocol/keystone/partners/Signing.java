package io.vestibule.protocol.keystone.partners;

import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import io.vestibule.relyingparty.PartnerAssertions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whoever signs here, where somebody does, and signed things as answers. */
@ApplicationScoped
class Signing {
    private static final int OK = 200;
    private static final int FAILED = 500;

    private final Instance<PartnerAssertions> assertions;

    Signing(Instance<PartnerAssertions> assertions) {
        this.assertions = assertions;
    }

    /** @throws KeystoneRefused as a Keystone says it that has no tool to sign with */
    PartnerAssertions by() {
        return assertions.stream()
                .findFirst()
                .orElseThrow(() -> KeystoneRefused.of(
                        FAILED,
                        "Internal Server Error",
                        "Unable to sign SAML assertion: this server does not speak SAML."));
    }

    static Reply xml(byte[] body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "text/xml");
        return new Reply(OK, body, all);
    }
}
