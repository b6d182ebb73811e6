package io.vestibule.protocol.keystone.auth;

import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.token.Tokenless;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.TokenlessCallers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services that show a client certificate instead of a token: a front end has checked it and passes on what is in it, the issuer is one
 * that the realm names, rules say who it is, headers say for which project or domain. Nothing is written, and each call is asked anew.
 */
@ApplicationScoped
class CertifiedCallers implements TokenlessCallers {
    private static final String VERIFIED = "SSL_CLIENT_VERIFY";
    private static final String SUCCESS = "SUCCESS";

    private final CertificateOwner owner;
    private final ScopeHeaders scopes;
    private final ScopeLookup lookup;
    private final FactorRules factors;
    private final TokenIssue tokens;

    CertifiedCallers(
            CertificateOwner owner, ScopeHeaders scopes, ScopeLookup lookup, FactorRules factors, TokenIssue tokens) {
        this.owner = owner;
        this.scopes = scopes;
        this.lookup = lookup;
        this.factors = factors;
        this.tokens = tokens;
    }

    @Override
    public Optional<ValidToken> caller(Call call) {
        return KeystoneRealm.of(call.realm())
                .tokenless()
                .filter(settings -> call.header(issuerHeader(settings)).isPresent())
                .map(settings -> caller(call, settings));
    }

    private ValidToken caller(Call call, Tokenless settings) {
        if (!settings.trustedAddresses().contains(call.peerAddress())) {
            throw refused("certificate-from-stranger");
        }
        Map<String, String> certificate = certificate(call, settings);
        String issuer = certificate.getOrDefault(settings.issuerAttribute(), "");
        if (!settings.trustedIssuers().contains(issuer)) {
            throw refused("issuer-not-trusted");
        }
        if (settings.attributes().containsKey(VERIFIED) && !SUCCESS.equals(certificate.get(VERIFIED))) {
            throw refused("certificate-not-verified");
        }
        AskedScope asked = scopes.of(call);
        User user = owner.of(call.realm(), issuer, settings.protocol(), certificate);
        if (!factors.unmet(call.realm(), user.id(), Set.of(settings.protocol()), Optional.empty())
                .isEmpty()) {
            throw refused("second-factor-needed");
        }
        Optional<Scope> scope = lookup.of(call.realmName(), asked, user.id(), false);
        return tokens.standing(call.realm(), TokenRequest.of(user.id(), List.of(settings.protocol()), scope));
    }

    /** Of two values under one name one is the client's own. */
    private static Map<String, String> certificate(Call call, Tokenless settings) {
        Map<String, String> certificate = new HashMap<>();
        settings.attributes().forEach((attribute, header) -> {
            List<String> values = call.headers(header);
            if (values.size() > 1) {
                throw refused("certificate-said-twice");
            }
            values.stream().filter(value -> !value.isEmpty()).forEach(value -> certificate.put(attribute, value));
        });
        return certificate;
    }

    private static String issuerHeader(Tokenless settings) {
        return settings.attributes().getOrDefault(settings.issuerAttribute(), "");
    }

    static KeystoneRefused refused(String reason) {
        return KeystoneRefused.unauthorized().because(reason);
    }
}
