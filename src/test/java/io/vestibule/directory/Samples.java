package io.vestibule.directory;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Realms and people for the tests of this room; each test class takes a realm of its own. */
final class Samples {
    static final Argon2Parameters CHEAP = new Argon2Parameters(64, 1, 1);
    static final PasswordPolicy POLICY = new PasswordPolicy(8, 3, Duration.ofMinutes(15), CHEAP);

    private Samples() {}

    private record Own() {}

    static Realm realm(String name, boolean demo, PasswordPolicy policy, List<PersonDeclaration> people) {
        ConnectorId local = new ConnectorId("staff");
        return new Realm(
                new RealmName(name),
                name,
                true,
                demo,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                policy,
                Map.of(
                        local,
                        new ConnectorDeclaration(local, "local", "Staff", Optional.empty(), true, false, new Own())),
                Map.of(),
                people,
                Blocks.none());
    }

    static Realm realm(String name) {
        return realm(name, false, POLICY, List.of());
    }

    static Realms inForce(Realm... realms) {
        return new Realms() {
            @Override
            public List<Realm> all() {
                return List.of(realms);
            }

            @Override
            public Optional<Realm> find(RealmName name) {
                return all().stream().filter(realm -> realm.name().equals(name)).findFirst();
            }
        };
    }

    static UpstreamIdentity identity(String connector, String subject) {
        return new UpstreamIdentity(
                new ConnectorId(connector),
                subject,
                Claims.none(),
                new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of()),
                UpstreamSession.none());
    }

    static MappedPerson person(String username, String... groups) {
        return new MappedPerson(username, username, Optional.empty(), false, Claims.none(), Set.of(groups));
    }

    static MappedPerson person(String username, Optional<String> email) {
        return new MappedPerson(username, username, email, true, Claims.none(), Set.of());
    }

    static User user(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Known known -> known.user();
            case Resolution.Provisioned provisioned -> provisioned.user();
            case Resolution.Refused refused -> throw new AssertionError("refused: " + refused.reason());
        };
    }
}
