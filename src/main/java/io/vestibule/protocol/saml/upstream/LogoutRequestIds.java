package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.Sha256;
import io.vestibule.keys.Hmac;
import java.util.Base64;
import javax.crypto.SecretKey;

/**
 * IDs of the LogoutRequests that go with a hop, so that nothing has to be kept to know their answers. Each is made for one provider
 * of one connector, with a key: whoever sees one, and the hop, cannot tell the ID under which another provider would have been asked.
 */
record LogoutRequestIds(Ourselves ourselves, SecretKey key) {
    String of(String provider, String hop) {
        String asked = String.join(
                " ",
                "logout",
                ourselves.realm().value(),
                ourselves.connector().value(),
                Sha256.of(provider).base64Url(),
                hop);
        return "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(Hmac.SHA256.of(key, asked));
    }
}
