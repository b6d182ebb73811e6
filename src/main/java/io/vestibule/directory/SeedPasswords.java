package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.Hmac;
import io.vestibule.keys.MasterKey;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PersonDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * First passwords of declared people: the file's own, or in a demo realm {@code VESTIBULE_DEMO_PASSWORD}, or one made from
 * the master key. Made and not drawn, so that each start and every node of one installation can print it again and it is
 * stored nowhere.
 */
@ApplicationScoped
class SeedPasswords {
    private static final String CONSONANTS = "bdfghjklmnprstvz"; // sixteen, none mistaken for another when read aloud
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES_PER_GROUP = 2;
    private static final int FEWEST_GROUPS = 4; // 8 syllables of 6.3 bits: 50 bits, behind a lockout
    private static final int GROUP_LENGTH = 5; // four letters and a hyphen

    private final Optional<Secret> configured;
    private final MasterKey master;

    SeedPasswords(@ConfigProperty(name = "vestibule.demo-password") Optional<String> configured, MasterKey master) {
        this.configured = configured.map(Secret::new);
        this.master = master;
    }

    /** None for a person who is declared without one in a realm that is no demo. */
    Optional<Secret> of(Realm realm, PersonDeclaration person) {
        return person.password().or(() -> realm.demo() ? Optional.of(demo(realm)) : Optional.empty());
    }

    /** Tells whether a stored password still is the one it was seeded with, without keeping that one. */
    byte[] mark(RealmName realm, PersonDeclaration person, Secret password) {
        return Hmac.SHA256.of(
                master.derive("declared-password"),
                realm + "\0" + SafeText.key(person.username()) + "\0" + password.reveal());
    }

    private Secret demo(Realm realm) {
        return configured.orElseGet(() -> new Secret(pronounceable(
                Hmac.SHA256.of(master.derive("demo-password"), ""),
                Math.max(FEWEST_GROUPS, realm.passwords().minimumLength() / GROUP_LENGTH + 1))));
    }

    /** Groups such as {@code tamo}, since people type it from a terminal into a browser. */
    private static String pronounceable(byte[] seed, int groups) {
        StringBuilder text = new StringBuilder();
        for (int syllable = 0; syllable < groups * SYLLABLES_PER_GROUP; syllable++) {
            if (syllable > 0 && syllable % SYLLABLES_PER_GROUP == 0) {
                text.append('-');
            }
            int bits = Byte.toUnsignedInt(seed[syllable % seed.length]);
            text.append(CONSONANTS.charAt(bits % CONSONANTS.length()))
                    .append(VOWELS.charAt(bits / CONSONANTS.length() % VOWELS.length()));
        }
        return text.toString();
    }
}
