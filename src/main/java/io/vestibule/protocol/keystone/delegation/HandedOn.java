package io.vestibule.protocol.keystone.delegation;

/** What a person may hand on, and the table that it is in. */
enum HandedOn {
    APPLICATION_CREDENTIAL("application_credential"),
    CREDENTIAL("credential"),
    TRUST("trust"),
    REQUEST_TOKEN("oauth1_request_token"),
    ACCESS_TOKEN("oauth1_access_token");

    private final String table;

    HandedOn(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }
}
