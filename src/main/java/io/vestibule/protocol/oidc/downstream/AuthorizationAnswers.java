package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ResponseMode;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes an authorization response to the client by the response mode it asked for, always with {@code iss} (RFC 9207). */
@ApplicationScoped
class AuthorizationAnswers {
    private final OidcUrls urls;

    AuthorizationAnswers(OidcUrls urls) {
        this.urls = urls;
    }

    BrowserReply code(
            RealmName realm,
            URI to,
            ResponseMode mode,
            Optional<String> state,
            String code,
            Optional<String> sessionState) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("code", code);
        sessionState.ifPresent(text -> members.put("session_state", text)); // Session Management §2
        return answer(realm, to, mode, state, members);
    }

    BrowserReply error(
            RealmName realm, URI to, ResponseMode mode, Optional<String> state, String error, String description) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", error);
        members.put("error_description", ErrorObject.removeIllegalChars(description)); // RFC 6749 §4.1.2.1
        return answer(realm, to, mode, state, members);
    }

    private BrowserReply answer(
            RealmName realm, URI to, ResponseMode mode, Optional<String> state, Map<String, String> members) {
        Map<String, String> fields = new LinkedHashMap<>(members);
        state.ifPresent(text -> fields.put("state", text));
        fields.put("iss", urls.issuer(realm));
        if (mode.equals(ResponseMode.FORM_POST)) {
            return new BrowserReply.AutoPost(to, fields);
        }
        String encoded = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        if (mode.equals(ResponseMode.FRAGMENT)) {
            return new BrowserReply.Redirect(URI.create(to + "#" + encoded)); // a fragment is never registered
        }
        String separator = to.getRawQuery() == null ? "?" : to.getRawQuery().isEmpty() ? "" : "&";
        return new BrowserReply.Redirect(URI.create(to + separator + encoded)); // RFC 6749 §3.1.2 keeps the query
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
