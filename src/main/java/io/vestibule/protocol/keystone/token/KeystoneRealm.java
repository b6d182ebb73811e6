package io.vestibule.protocol.keystone.token;

import io.vestibule.protocol.keystone.partners.PartnerDeclaration;
import io.vestibule.protocol.keystone.policy.PolicySettings;
import io.vestibule.realm.Realm;
import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The realm's {@code keystone} block.
 *
 * @param root whether {@code /v3} without a realm belongs to this one
 * @param tokens what new tokens look like; both kinds are always read
 * @param tokenLifetime from issuing to expiry
 * @param allowExpiredWindow how long after its expiry a token may still be validated by a service that asks for it
 * @param receiptLifetime how long a first factor waits for the second
 * @param methods that are offered, in the order of Keystone's own {@code [auth] methods}: Fernet tokens name a method by
 *     its place in it. None means all that are known here
 * @param external who may say that a user was authenticated before the request came here
 * @param listLimit how many rows a list has at most, when there is a limit
 * @param applicationCredentialsPerUser how many one user may have at a time
 * @param policy who may do what, where that is not as it ships
 * @param serviceProviders other Keystones that people of this realm are sent to
 * @param tokenless who may say that a client showed a certificate instead of a token
 * @param statusLists whether JWS tokens name their place in a status list, for validators that never ask; each then costs a row
 * @param clientCertificates by which clients of OAuth 2.0 prove themselves
 */
public record KeystoneRealm(
        @IfAbsent("false") boolean root,
        @IfAbsent("jws") Format tokens,
        @IfAbsent("1h") Duration tokenLifetime,
        @IfAbsent("2d") Duration allowExpiredWindow,
        @IfAbsent("5m") Duration receiptLifetime,
        List<String> methods,
        Optional<External> external,
        Optional<Integer> listLimit,
        @IfAbsent("200") int applicationCredentialsPerUser,
        Optional<PolicySettings> policy,
        List<PartnerDeclaration> serviceProviders,
        Optional<Tokenless> tokenless,
        @IfAbsent("false") boolean statusLists,
        Optional<ClientCertificates> clientCertificates) {
    /** What a token looks like. */
    public enum Format {
        JWS,
        FERNET
    }

    /**
     * A front end (a web server that does Kerberos or certificates) which names the user in a header.
     *
     * @param userHeader holds the user's name; {@code domainHeader} the domain's, {@code Default} when it is absent
     * @param trustedAddresses peers whose header counts; from anybody else the request is refused
     */
    public record External(
            @IfAbsent("X-Remote-User") String userHeader,
            @IfAbsent("X-Remote-Domain") String domainHeader,
            Set<String> trustedAddresses) {
        public External {
            trustedAddresses = Set.copyOf(trustedAddresses);
            if (trustedAddresses.isEmpty()) {
                throw new IllegalArgumentException("external needs trustedAddresses: without them anybody is anybody");
            }
        }
    }

    /** Keystone's own default, and behind it what a realm of ours has besides: nothing moves when some is added. */
    private static final List<String> METHODS = List.of(
            "external",
            "password",
            "token",
            "oauth1",
            "mapped",
            "application_credential",
            "totp",
            "openid",
            "saml2",
            "ec2credential",
            "oauth2_credential");

    /** A number of 31 bits names them, and some of ours may come behind. */
    private static final int MOST_METHODS = 20;

    public KeystoneRealm {
        serviceProviders = List.copyOf(serviceProviders);
        methods = methods.isEmpty() ? METHODS : List.copyOf(methods);
        if (methods.size() > MOST_METHODS || Set.copyOf(methods).size() != methods.size()) {
            throw new IllegalArgumentException("methods must be at most " + MOST_METHODS + " different names");
        }
        requirePositive("tokenLifetime", tokenLifetime);
        requirePositive("receiptLifetime", receiptLifetime);
        if (allowExpiredWindow.isNegative()) {
            throw new IllegalArgumentException("allowExpiredWindow must not be negative");
        }
        if (listLimit.filter(limit -> limit < 1).isPresent()) {
            throw new IllegalArgumentException("listLimit must be at least 1");
        }
        if (applicationCredentialsPerUser < 0) {
            throw new IllegalArgumentException("applicationCredentialsPerUser must not be negative");
        }
    }

    /**
     * Those that a Fernet token can name: what the realm lists in its order, so that a Keystone with the same list agrees, and
     * behind it every other, so that no token is ever read back without the word that holds its bearer to less.
     */
    List<String> named() {
        List<String> all = new ArrayList<>(methods);
        METHODS.stream().filter(method -> !methods.contains(method)).forEach(all::add);
        return List.copyOf(all);
    }

    /** Whether the realm takes that method: at {@code /v3/auth/tokens}, and at whatever other door leads to such a token. */
    public boolean offers(String method) {
        return methods.contains(method);
    }

    /** Whether the realm has this API at all: it must say so. */
    public static boolean isDeclared(Realm realm) {
        return realm.blocks().find(KeystoneRealm.class).isPresent();
    }

    /** What holds for {@code realm}. */
    public static KeystoneRealm of(Realm realm) {
        return realm.blocks().find(KeystoneRealm.class).orElseGet(KeystoneRealm::standard);
    }

    /** Who may do what in {@code realm}. */
    public static PolicySettings policyOf(Realm realm) {
        return of(realm).policy().orElseGet(PolicySettings::standard);
    }

    private static KeystoneRealm standard() {
        return new KeystoneRealm(
                false,
                Format.JWS,
                Duration.ofHours(1),
                Duration.ofDays(2),
                Duration.ofMinutes(5),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                200,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static void requirePositive(String key, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(key + " must be at least 1s");
        }
    }
}
