package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.realm.Realm;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to the Identity API. Belongs to one thread at a time. */
public final class Call {
    private static final String AUTH_TOKEN = "X-Auth-Token";
    private static final String TOKENS = "/v3/auth/tokens";
    private static final String EC2 = "ec2credential";

    private final Calls calls;
    private final Realm realm;
    private final HttpServerRequest http;
    private final Visitor visitor;
    private final String base;
    private @Nullable Query query;
    private @Nullable Optional<Holder> holder;

    Call(Calls calls, Realm realm, HttpServerRequest http, Visitor visitor, String base) {
        this.calls = calls;
        this.realm = realm;
        this.http = http;
        this.visitor = visitor;
        this.base = base;
    }

    public Realm realm() {
        return realm;
    }

    public RealmName realmName() {
        return realm.name();
    }

    /** What links begin with: {@code {…}/v3}. */
    public String base() {
        return base;
    }

    public Visitor visitor() {
        return visitor;
    }

    /** Whether the method says that something is to be changed. */
    public boolean changes() {
        return !http.method().equals(HttpMethod.GET) && !http.method().equals(HttpMethod.HEAD);
    }

    public Query query() {
        Query parsed = query;
        if (parsed == null) {
            parsed = Query.parse(http.query());
            query = parsed;
        }
        return parsed;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(http.getHeader(name));
    }

    /** All of them, by lower-case name. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new HashMap<>();
        http.headers()
                .forEach(header -> all.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        return all;
    }

    /** Everything that was sent under that name. */
    public List<String> headers(String name) {
        return http.headers().getAll(name);
    }

    /** Who is at the other end of the connection itself, whatever a header says. */
    public String peerAddress() {
        return http.connection().remoteAddress() == null
                ? "unknown"
                : http.connection().remoteAddress().hostAddress();
    }

    /** Path and query as the client sent them, for the link {@code self}. */
    public String selfLink() {
        String rest = path().substring(KeystoneUrls.VERSION.length());
        return base + rest + (http.query() == null || http.query().isEmpty() ? "" : "?" + http.query());
    }

    /** Who calls. Without a token that counts, 401. */
    public Holder holder() {
        return holderIfAny().orElseThrow(KeystoneRefused::unauthorized);
    }

    /** Who calls; empty when no token came. One that came and does not count is refused here, too. */
    public Optional<Holder> holderIfAny() {
        Optional<Holder> known = holder;
        if (known == null) {
            known = header(AUTH_TOKEN)
                    .map(this::checked)
                    .or(() -> calls.tokenless(this).map(Holder::new));
            holder = known;
        }
        return known;
    }

    private Holder checked(String text) {
        ValidToken token = calls.check()
                .valid(realm, text)
                .orElseThrow(() -> KeystoneRefused.unauthorized().because("token-not-valid"));
        boolean aboutTokens = path().equals(TOKENS);
        if (token.methods().contains(EC2) && !aboutTokens) {
            // Who can sign a request for a store must not be able to change credentials here (CVE-2026-90460).
            throw KeystoneRefused.forbiddenSaying("EC2 credential tokens cannot be used for authorization.")
                    .because("ec2-token");
        }
        boolean allowed = token.delegation()
                .flatMap(Delegated::applicationCredential)
                .map(credential -> credential.get("access_rules"))
                .map(rules -> AccessRules.allow(rules, http.method().name(), path()))
                .orElse(true);
        if (!allowed) {
            throw KeystoneRefused.unauthorized().because("access-rules");
        }
        if (token.payload().thumbprint().isPresent()) { // RFC 8705 §3: worth nothing to whoever found it
            String shown =
                    ShownCertificate.of(this).map(ShownCertificate::thumbprint).orElse("");
            if (!token.payload().thumbprint().get().equals(shown)) {
                throw KeystoneRefused.unauthorized().because("token-bound-to-a-certificate");
            }
        }
        return new Holder(token);
    }

    /** From {@code /v3} on. */
    public String path() {
        String path = http.path();
        return path.substring(path.indexOf(KeystoneUrls.VERSION));
    }

    /** The body, checked by the schema of that name; an empty object when there is none. */
    public ObjectNode body(InputStream in, String schema) {
        ObjectNode body = calls.body().read(in, header("Content-Type"));
        calls.rules().check(schema, body);
        return body;
    }

    /** The body without any schema. */
    public ObjectNode body(InputStream in) {
        return calls.body().read(in, header("Content-Type"));
    }
}
