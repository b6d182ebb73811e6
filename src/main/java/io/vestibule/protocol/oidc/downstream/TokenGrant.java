package io.vestibule.protocol.oidc.downstream;

/** One way to come to tokens (RFC 6749 §1.3). One CDI bean each. */
interface TokenGrant {
    /** The registered name. */
    String grantType();

    BackChannelAnswer redeem(BackChannelRequest request);
}
