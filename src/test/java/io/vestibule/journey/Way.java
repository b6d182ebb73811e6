package io.vestibule.journey;

/** How a person proves who they are: to the house itself, or to the guild that the house trusts, by either protocol. */
enum Way {
    LOCAL("ada", "Ada Lovelace", ""),
    OIDC("emmy", "Emmy Noether", "guild"),
    SAML("hypatia", "Hypatia of Alexandria", "abbey");

    final String person;
    final String fullName;
    final String connector;

    Way(String person, String fullName, String connector) {
        this.person = person;
        this.fullName = fullName;
        this.connector = connector;
    }

    /** Whether the guild knows them, and the house learns it from there. */
    boolean away() {
        return !connector.isEmpty();
    }
}
