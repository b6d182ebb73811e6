package io.vestibule.protocol.saml.upstream;

import io.vestibule.keys.CertifiedKey;
import java.security.PrivateKey;
import java.util.List;

/** The private keys of a connector, as they are at the moment of asking. */
interface OwnKeys {
    CertifiedKey signing();

    /** What identity providers may have encrypted to, the likeliest first. */
    List<PrivateKey> decrypting();
}
