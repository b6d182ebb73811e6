package io.vestibule.realm;

import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.realm.reading.ExtraRecords;
import io.vestibule.realm.reading.IfAbsent;
import io.vestibule.realm.reading.YamlTree;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One file of realm-config/, key by key. The realm's name is the file's. */
record RealmFile(
        String displayName,
        @IfAbsent("true") boolean enabled,
        @IfAbsent("false") boolean demo,
        @IfAbsent("[en, de, fr, es, zh, ja, ar]") List<Locale> languages,
        Theme theme,
        SessionPolicy sessions,
        PasswordPolicy passwords,
        List<ConnectorEntry> connectors,
        List<RelyingPartyEntry> relyingParties,
        List<PersonEntry> people,
        ExtraRecords blocks) {
    RealmFile {
        says("displayName", displayName);
        if (languages.isEmpty()) {
            throw new IllegalArgumentException("languages must name at least one");
        }
    }

    /** A connector in use; either {@code type} or {@code preset}. */
    record ConnectorEntry(
            ConnectorId id,
            Optional<String> type,
            Optional<String> preset,
            Optional<String> name,
            Optional<URI> logo,
            @IfAbsent("true") boolean enabled,
            @IfAbsent("false") boolean hidden,
            LinkingPolicy linking,
            YamlTree.Mapping config) {
        ConnectorEntry {
            if (type.isPresent() == preset.isPresent()) {
                throw new IllegalArgumentException("one of the keys \"type\" and \"preset\" is needed, and only one");
            }
            if (preset.isEmpty() && name.isEmpty()) {
                throw new IllegalArgumentException("the key \"name\" is missing; only a preset brings its own");
            }
            name.ifPresent(text -> says("name", text));
        }
    }

    record RelyingPartyEntry(
            RelyingPartyId id,
            String name,
            Optional<URI> logo,
            Optional<URI> home,
            @IfAbsent("true") boolean enabled,
            Set<ConnectorId> connectors,
            @IfAbsent("remembered") RelyingParty.ConsentMode consent,
            ExtraRecords blocks) {
        RelyingPartyEntry {
            says("name", name);
        }

        RelyingParty relyingParty() {
            return new RelyingParty(id, name, logo, home, enabled, connectors, consent, new Blocks(blocks.values()));
        }
    }

    record PersonEntry(
            String username,
            String name,
            Optional<String> email,
            @IfAbsent("true") boolean emailVerified,
            @IfAbsent("true") boolean enabled,
            Set<String> groups,
            Claims claims,
            Optional<Secret> password,
            Optional<Secret> passwordHash,
            Optional<String> domain) {
        private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,254}");
        private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

        PersonEntry {
            if (!USERNAME.matcher(username).matches()) {
                throw new IllegalArgumentException(
                        "username must be at most 255 letters, digits and the signs . _ @ + - and begin with a letter or digit");
            }
            says("name", name);
            if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
                throw new IllegalArgumentException("email must be an address such as ada@example.org");
            }
            domain.ifPresent(text -> says("domain", text));
            if (password.isPresent() && password.get().reveal().isEmpty()) {
                throw new IllegalArgumentException("password must not be empty; leave the key out for none");
            }
            if (password.isPresent() && passwordHash.isPresent()) {
                throw new IllegalArgumentException("one of the keys \"password\" and \"passwordHash\" is enough");
            }
        }

        PersonDeclaration person() {
            return new PersonDeclaration(
                    username,
                    name,
                    email,
                    emailVerified,
                    enabled,
                    List.copyOf(groups),
                    claims,
                    password,
                    passwordHash,
                    domain);
        }
    }

    private static void says(String key, String text) {
        if (text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException(key + " must have 1 to 200 characters");
        }
    }
}
