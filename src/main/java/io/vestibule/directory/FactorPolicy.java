package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.AssuranceWords;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.reading.IfAbsent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The realm's {@code factors} block: what is asked beside a first proof, and what it is called.
 *
 * @param demand of whom a second factor is asked whatever their own rules say
 * @param enrolAtLogin whether who must have a second factor and has none sets one up while signing in; else they are refused
 * @param acr what a login with two factors is called, the usual word first (OpenID Connect Core §2: agreed between the parties)
 * @param phishingResistantAcr what a login with a passkey may be called besides (OpenID Connect EAP ACR Values 1.0 §2)
 * @param otherAcr words beside these and what connectors of the realm say by themselves: what an upstream's may be translated to
 * @param passkeys whether passkeys are offered
 */
public record FactorPolicy(
        @IfAbsent("nobody") Demand demand,
        @IfAbsent("true") boolean enrolAtLogin,
        @IfAbsent("['2', 'https://refeds.org/profile/mfa']") List<String> acr,
        @IfAbsent("[phr]") List<String> phishingResistantAcr,
        List<String> otherAcr,
        @IfAbsent("true") boolean passkeys) {
    /** Asked for by our own pages alone: what an upstream says of its factors is not it, and it is not asked. */
    public static final String CHECKED_HERE = "urn:vestibule:factor-checked-here";

    private static final FactorPolicy STANDARD = new FactorPolicy(
            Demand.NOBODY, true, List.of("2", "https://refeds.org/profile/mfa"), List.of("phr"), List.of(), true);

    /** Of whom a second factor is asked. */
    public enum Demand {
        NOBODY,
        /** Whoever signs in with a password of ours. */
        PASSWORDS,
        /** Whoever comes through an upstream, too. */
        EVERYBODY
    }

    public FactorPolicy {
        acr = List.copyOf(acr);
        phishingResistantAcr = List.copyOf(phishingResistantAcr);
        otherAcr = List.copyOf(otherAcr);
        if (acr.isEmpty()) {
            throw new IllegalArgumentException("acr must name at least one word");
        }
    }

    public static FactorPolicy of(Realm realm) {
        return realm.blocks().find(FactorPolicy.class).orElse(STANDARD);
    }

    /** Every word of the realm for how strongly somebody signed in ({@code acr_values_supported}). */
    public static List<String> words(Realm realm) {
        FactorPolicy policy = of(realm);
        Stream<String> coined = realm.connectors().values().stream()
                .map(ConnectorDeclaration::config)
                .filter(AssuranceWords.class::isInstance)
                .flatMap(config -> ((AssuranceWords) config).coined().stream());
        return Stream.of(
                        coined,
                        policy.otherAcr().stream(),
                        policy.acr().stream(),
                        policy.passkeys() ? policy.phishingResistantAcr().stream() : Stream.<String>empty())
                .flatMap(words -> words)
                .distinct()
                .toList();
    }

    /** Whether it is a word of the realm in force, offered now or not; of a realm that is not, anything may be. */
    public static boolean isWord(Realms realms, RealmName realm, String word) {
        return realms.find(realm).map(found -> isWord(found, word)).orElse(true);
    }

    /** Whether it says, in the realm in force, that a second factor was shown. */
    public static boolean isStrong(Realms realms, RealmName realm, String word) {
        return realms.find(realm)
                .map(FactorPolicy::of)
                .filter(policy -> policy.acr().contains(word)
                        || policy.phishingResistantAcr().contains(word))
                .isPresent();
    }

    private static boolean isWord(Realm realm, String word) {
        return word.equals(CHECKED_HERE)
                || words(realm).contains(word)
                || of(realm).phishingResistantAcr().contains(word);
    }
}
