package io.vestibule.portal;

import jakarta.enterprise.context.ApplicationScoped;

/** The link to the second factors. */
@ApplicationScoped
class AccountFactorsSection implements AccountSection {
    @Override
    public String id() {
        return "factors";
    }
}
