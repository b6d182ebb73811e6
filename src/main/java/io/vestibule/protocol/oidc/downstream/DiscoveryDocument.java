package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.langtag.LangTagUtils;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.rar.AuthorizationType;
import com.nimbusds.openid.connect.sdk.Display;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a realm's provider offers (OIDC Discovery §3, RFC 8414 §2): what is switched on and nothing else. Made once for each
 * configuration.
 */
@ApplicationScoped
class DiscoveryDocument {
    private final OidcUrls urls;
    private final Clients clients;
    private final Map<RealmName, byte[]> made = new ConcurrentHashMap<>();

    DiscoveryDocument(OidcUrls urls, Clients clients) {
        this.urls = urls;
        this.clients = clients;
    }

    byte[] of(Realm realm) {
        return made.computeIfAbsent(realm.name(), name -> make(realm));
    }

    void forget(@Observes RealmsReloaded reloaded) {
        made.clear();
    }

    private byte[] make(Realm realm) {
        RealmName name = realm.name();
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(urls.issuer(name)), List.of(SubjectType.PUBLIC), urls.jwks(name));
        metadata.setAuthorizationEndpointURI(urls.authorize(name));
        metadata.setTokenEndpointURI(urls.token(name));
        metadata.setUserInfoEndpointURI(urls.userinfo(name));
        metadata.setIntrospectionEndpointURI(urls.introspect(name));
        metadata.setRevocationEndpointURI(urls.revoke(name));
        metadata.setEndSessionEndpointURI(urls.logout(name));
        if (CheckSession.isOn(realm)) {
            metadata.setCheckSessionIframeURI(urls.checkSession(name));
        }
        if (clients.all(realm).anyMatch(client -> client.mayUse(GrantTypes.DEVICE_CODE))) {
            metadata.setDeviceAuthorizationEndpointURI(urls.deviceAuthorization(name)); // RFC 8628 §4
        }
        frontChannel(metadata, realm);
        backChannel(metadata, realm);
        return metadata.toJSONObject().toJSONString().getBytes(StandardCharsets.UTF_8);
    }

    private void frontChannel(OIDCProviderMetadata metadata, Realm realm) {
        List<String> offered = scopes(realm);
        metadata.setScopes(new Scope(offered.toArray(String[]::new)));
        if (offered.contains(Scopes.ROLES)) {
            metadata.setAuthorizationDetailsTypes(List.of(new AuthorizationType(AskedPlace.TYPE))); // RFC 9396 §10
        }
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setResponseModes(List.of(ResponseMode.QUERY, ResponseMode.FRAGMENT, ResponseMode.FORM_POST));
        metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        metadata.setPromptTypes(
                List.of(Prompt.Type.NONE, Prompt.Type.LOGIN, Prompt.Type.CONSENT, Prompt.Type.SELECT_ACCOUNT));
        metadata.setDisplays(List.of(Display.PAGE));
        metadata.setClaimTypes(List.of(ClaimType.NORMAL));
        metadata.setClaims(claims());
        metadata.setSupportsClaimsParams(true);
        metadata.setACRs(FactorPolicy.words(realm).stream().map(ACR::new).toList());
        metadata.setSupportsRequestParam(false);
        metadata.setSupportsRequestURIParam(false); // absent would mean true (OIDC Discovery §3)
        metadata.setSupportsAuthorizationResponseIssuerParam(true); // RFC 9207 §3
        metadata.setUILocales(languages(realm));
    }

    private void backChannel(OIDCProviderMetadata metadata, Realm realm) {
        metadata.setGrantTypes(GrantTypes.ALL.stream()
                .filter(type ->
                        !GrantTypes.OPT_IN.contains(type) || clients.all(realm).anyMatch(client -> client.mayUse(type)))
                .map(GrantType::new)
                .toList());
        List<ClientAuthenticationMethod> withCredentials = List.of(
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod.CLIENT_SECRET_POST,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        List<ClientAuthenticationMethod> all = new ArrayList<>(withCredentials);
        all.add(ClientAuthenticationMethod.NONE);
        metadata.setTokenEndpointAuthMethods(all);
        metadata.setTokenEndpointJWSAlgs(ClientAssertions.ALGORITHMS);
        metadata.setIntrospectionEndpointAuthMethods(withCredentials);
        metadata.setIntrospectionEndpointJWSAlgs(ClientAssertions.ALGORITHMS);
        metadata.setRevocationEndpointAuthMethods(all);
        metadata.setRevocationEndpointJWSAlgs(ClientAssertions.ALGORITHMS);
        metadata.setIDTokenJWSAlgs(signing());
        metadata.setSupportsBackChannelLogout(true);
        metadata.setSupportsBackChannelLogoutSession(true);
        metadata.setSupportsFrontChannelLogout(true);
        metadata.setSupportsFrontChannelLogoutSession(true);
    }

    private static List<JWSAlgorithm> signing() {
        return Arrays.stream(SigningAlgorithm.values())
                .map(SigningAlgorithm::jws)
                .toList();
    }

    private List<String> scopes(Realm realm) {
        TreeSet<String> offered = new TreeSet<>(List.of(Scopes.OPENID));
        clients.all(realm).forEach(client -> offered.addAll(client.oidc().scopes()));
        return Scopes.ABOUT_PEOPLE.stream().filter(offered::contains).toList();
    }

    private static List<String> claims() {
        return Stream.concat(
                        Stream.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"),
                        StandardClaims.all().stream())
                .toList();
    }

    private static List<LangTag> languages(Realm realm) {
        try {
            return LangTagUtils.parseLangTagList(realm.languages());
        } catch (LangTagException broken) {
            throw new IllegalStateException("languages are checked when the realm is read", broken);
        }
    }
}
