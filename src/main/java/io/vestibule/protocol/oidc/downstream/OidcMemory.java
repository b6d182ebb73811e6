package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ResponseMode;
import io.vestibule.grants.UserCode;
import io.vestibule.relyingparty.ProtocolMemory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What this protocol remembers while a person signs in. It travels sealed in URLs, so it is short.
 *
 * @param redirectUri as the client sent it, when it did: the token request must then repeat it (RFC 6749 §4.1.3)
 */
record OidcMemory(
        Optional<String> redirectUri,
        ResponseMode mode,
        Optional<String> state,
        Optional<String> nonce,
        Optional<String> challenge,
        Set<String> scopes,
        Set<String> idTokenClaims,
        Set<String> userinfoClaims,
        Optional<OfDevice> device) {
    /** The device that waits for it, and the code that the person typed, to be shown to them. */
    record OfDevice(UUID id, UserCode code) {}

    /** Of a browser that brings the answer itself. */
    OidcMemory(
            Optional<String> redirectUri,
            ResponseMode mode,
            Optional<String> state,
            Optional<String> nonce,
            Optional<String> challenge,
            Set<String> scopes,
            Set<String> idTokenClaims,
            Set<String> userinfoClaims) {
        this(redirectUri, mode, state, nonce, challenge, scopes, idTokenClaims, userinfoClaims, Optional.empty());
    }

    OidcMemory on(OfDevice waiting) {
        return new OidcMemory(
                redirectUri,
                mode,
                state,
                nonce,
                challenge,
                scopes,
                idTokenClaims,
                userinfoClaims,
                Optional.of(waiting));
    }

    ProtocolMemory packed() {
        Map<String, String> values = new LinkedHashMap<>();
        redirectUri.ifPresent(text -> values.put("r", text));
        values.put("m", mode.getValue());
        state.ifPresent(text -> values.put("s", text));
        nonce.ifPresent(text -> values.put("n", text));
        challenge.ifPresent(text -> values.put("c", text));
        values.put("o", Scopes.text(scopes));
        values.put("i", Scopes.text(idTokenClaims));
        values.put("u", Scopes.text(userinfoClaims));
        device.ifPresent(one -> {
            values.put("d", one.id().toString());
            values.put("k", one.code().letters());
        });
        return new ProtocolMemory(values);
    }

    static OidcMemory unpacked(ProtocolMemory memory) {
        Map<String, String> values = memory.values();
        return new OidcMemory(
                Optional.ofNullable(values.get("r")),
                new ResponseMode(values.getOrDefault("m", ResponseMode.QUERY.getValue())),
                Optional.ofNullable(values.get("s")),
                Optional.ofNullable(values.get("n")),
                Optional.ofNullable(values.get("c")),
                words(values, "o"),
                words(values, "i"),
                words(values, "u"),
                Optional.ofNullable(values.get("d"))
                        .map(id -> new OfDevice(UUID.fromString(id), new UserCode(values.getOrDefault("k", "")))));
    }

    private static Set<String> words(Map<String, String> values, String key) {
        return new LinkedHashSet<>(Scopes.values(values.getOrDefault(key, "")));
    }
}
