package io.vestibule.connector;

/** An upstream whose proof comes along with the request (trusted header, SPNEGO ticket, certificate). */
public non-sealed interface PresentedConnector extends Connector {
    AuthnOutcome verify(PresentedProof proof);
}
