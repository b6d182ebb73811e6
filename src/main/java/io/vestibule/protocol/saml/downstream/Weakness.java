package io.vestibule.protocol.saml.downstream;

/** What is refused unless the operator turns it on by name for one partner. */
public enum Weakness {
    SHA1,
    RSA15,
    CBC
}
