package io.vestibule.journey;

/** How a person proves who they are: to the house itself, or to the guild that the house trusts. */
enum Way {
    LOCAL("ada", "Ada Lovelace"),
    OIDC("emmy", "Emmy Noether");

    final String person;
    final String fullName;

    Way(String person, String fullName) {
        this.person = person;
        this.fullName = fullName;
    }
}
