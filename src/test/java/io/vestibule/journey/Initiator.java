package io.vestibule.journey;

/** Who ends a session. */
enum Initiator {
    PORTAL,
    OIDC_RELYING_PARTY,
    SAML_SERVICE_PROVIDER,
    KEYSTONE,
    DASHBOARD,
    UPSTREAM,
    /** Of SAML alone; itself it goes on. */
    UPSTREAM_BY_BROWSER,
    /** The same without the browser. */
    UPSTREAM_BY_SOAP,
    OPERATOR,
    EXPIRY;

    /** Whether it happens in the person's browser, which then goes to the upstream too. */
    boolean inBrowser() {
        return this == PORTAL || this == OIDC_RELYING_PARTY || this == SAML_SERVICE_PROVIDER || this == DASHBOARD;
    }

    /**
     * Whether it happens far from that browser, so that this server tells the upstream where it can. Of expiry SoapSignOutTest
     * shows it: here the upstream's session runs out with ours, and whoever is cleared first tells the other.
     */
    boolean unseen() {
        return this == KEYSTONE || this == OPERATOR;
    }

    boolean fits(Way upstream) {
        return upstream == Way.SAML || (this != UPSTREAM_BY_BROWSER && this != UPSTREAM_BY_SOAP);
    }
}
