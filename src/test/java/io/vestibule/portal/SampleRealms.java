package io.vestibule.portal;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two realms that need no file: a well-behaved one, and one whose name is an attack. */
@Alternative
@ApplicationScoped
class SampleRealms implements Realms {
    static final String NASTY = "<script>alert('realm')</script>\u202E\"'&";

    private static final URI LOGO = URI.create("data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20"
            + "viewBox='0%200%2032%2032'%3E%3Cpath%20fill='%231f5f8b'%20d='M16%202l14%2026H2z'/%3E"
            + "%3Cpath%20fill='%238fc1e3'%20d='M16%2012l8%2016H8z'/%3E%3C/svg%3E");

    @Override
    public List<Realm> all() {
        return List.of(
                realm("acme", "Acme Research", List.of("en", "de", "fr", "es", "zh", "ja", "ar"), "#1f5f8b"),
                realm("nasty", NASTY, List.of("de"), "#7a0019"));
    }

    @Override
    public Optional<Realm> find(RealmName name) {
        return all().stream().filter(realm -> realm.name().equals(name)).findFirst();
    }

    private static Realm realm(String name, String displayName, List<String> languages, String accent) {
        return new Realm(
                new RealmName(name),
                displayName,
                true,
                false,
                languages,
                new Theme(accent, name.equals("acme") ? Optional.of(LOGO) : Optional.empty()),
                SessionPolicy.standard(),
                PasswordPolicy.standard(),
                Map.of(),
                Map.of(),
                List.of(),
                Blocks.none());
    }
}
