package io.vestibule.directory;

import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the people of a realm that no file declares, for tests of other rooms. */
@ApplicationScoped
public class TestPeople {
    private final DeclaredPeople declared;

    TestPeople(DeclaredPeople declared) {
        this.declared = declared;
    }

    public void make(Realm realm) {
        declared.follow(realm);
    }
}
