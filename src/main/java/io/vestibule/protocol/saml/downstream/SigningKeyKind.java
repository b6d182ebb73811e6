package io.vestibule.protocol.saml.downstream;

/** Which of the realm's keys signs: RSA is understood by every service provider, EC is cheaper where it is. */
public enum SigningKeyKind {
    RSA,
    EC
}
