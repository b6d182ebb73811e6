package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenCheck;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Makes a Call of a request. */
@ApplicationScoped
public class Calls {
    private final Realms realms;
    private final KeystoneUrls urls;
    private final BrowserRequest browser;
    private final RequestBody body;
    private final TokenCheck check;
    private final Instance<BodyRules> rules;
    private final Instance<TokenlessCallers> tokenless;

    Calls(
            Realms realms,
            KeystoneUrls urls,
            BrowserRequest browser,
            RequestBody body,
            TokenCheck check,
            Instance<BodyRules> rules,
            Instance<TokenlessCallers> tokenless) {
        this.realms = realms;
        this.urls = urls;
        this.browser = browser;
        this.body = body;
        this.check = check;
        this.rules = rules;
        this.tokenless = tokenless;
    }

    /** @throws KeystoneRefused 404 when there is no such realm, or it has no block {@code keystone}: it opens no such door */
    public Call of(String realm, HttpServerRequest http) {
        Realm found = realms.find(realm)
                .filter(KeystoneRealm::isDeclared)
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("The resource could not be found.")
                        .because("no-such-realm"));
        return new Call(this, found, http, browser.visitor(), urls.base(realm, http.path()));
    }

    RequestBody body() {
        return body;
    }

    TokenCheck check() {
        return check;
    }

    Optional<ValidToken> tokenless(Call call) {
        return tokenless.stream()
                .flatMap(callers -> callers.caller(call).stream())
                .findFirst();
    }

    BodyRules rules() {
        return new BodyRules() {
            @Override
            public void check(String schema, JsonNode checked) {
                rules.forEach(rule -> rule.check(schema, checked));
            }
        };
    }
}
