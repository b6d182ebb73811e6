package io.vestibule.protocol.keystone.wire;

import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the Identity API is: below each realm, and at the root for one of them. */
@ApplicationScoped
public class KeystoneUrls {
    static final String VERSION = "/v3";
    private static final Pattern IN_REALM = Pattern.compile("/realms/([^/]+)/v3(?:/.*)?");
    private static final Pattern AT_ROOT = Pattern.compile("/v[23](?:\\.\\d+)?(?:/.*)?");

    private final BaseUrl base;
    private final Realms realms;

    public KeystoneUrls(BaseUrl base, Realms realms) {
        this.base = base;
        this.realms = realms;
    }

    /** The realm which {@code /v3} itself belongs to: the one that says {@code root: true}, or the only one with this API. */
    public Optional<Realm> root() {
        List<Realm> all =
                realms.all().stream().filter(KeystoneRealm::isDeclared).toList();
        Optional<Realm> named =
                all.stream().filter(realm -> KeystoneRealm.of(realm).root()).findFirst();
        return named.isPresent() || all.size() != 1 ? named : Optional.of(all.getFirst());
    }

    /** What links of an answer begin with. {@code path} is the request's as it came in, before any reroute. */
    public String base(String realm, String path) {
        return isAtRoot(path) || path.equals("/")
                ? base.resolve(VERSION).toString()
                : base.resolve("/realms/" + realm + VERSION).toString();
    }

    /** The address a client is given for this realm outside of any call. */
    public String base(Realm realm) {
        return root().map(Realm::name).equals(Optional.of(realm.name()))
                ? base.resolve(VERSION).toString()
                : base.resolve("/realms/" + realm.name() + VERSION).toString();
    }

    /** The name in the path of a call, or of the root's realm; may be anything. */
    String realm(String path) {
        Matcher matcher = IN_REALM.matcher(path);
        return matcher.matches()
                ? matcher.group(1)
                : root().map(realm -> realm.name().value()).orElse("");
    }

    /** The address of the realm whose own page is at {@code path}. */
    Optional<String> ofRealmPage(String path) {
        String name = path.substring("/realms/".length()).replace("/", "");
        return realms.find(name).filter(KeystoneRealm::isDeclared).map(realm -> base(name, path));
    }

    static boolean isAtRoot(String path) {
        return path.startsWith("/v") && AT_ROOT.matcher(path).matches();
    }

    static boolean isOurs(String path) {
        return isAtRoot(path) || IN_REALM.matcher(path).matches();
    }
}
