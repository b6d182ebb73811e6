package io.vestibule.protocol.keystone.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Scene;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An OpenStack client signs in, chooses a project, and a service looks at its token. */
@Singleton
final class IdentityApiScene implements Scene {
    private static final int LOOKS = 4;
    private static final String TOKEN = "X-Auth-Token";
    private static final String SUBJECT = "X-Subject-Token";

    private final KeystoneUrls urls;
    private final ObjectMapper json;

    IdentityApiScene(KeystoneUrls urls, ObjectMapper json) {
        this.urls = urls;
        this.json = json;
    }

    @Override
    public void play(Realm realm, Guest guest) throws IOException {
        if (!KeystoneRealm.isDeclared(realm)) {
            return;
        }
        String base = urls.base(realm);
        get(guest, base, Map.of());
        String first = token(guest, base, byPassword(guest));
        JsonNode projects = json.readTree(get(guest, base + "/auth/projects", Map.of(TOKEN, first)))
                .path("projects");
        for (JsonNode project : projects) {
            String token = token(guest, base, byToken(first, project.path("id").asText()));
            for (int look = 0; look < LOOKS; look++) {
                get(guest, base + "/auth/tokens", Map.of(TOKEN, token, SUBJECT, token));
            }
            get(guest, base + "/auth/catalog", Map.of(TOKEN, token));
        }
    }

    private static String get(Guest guest, String url, Map<String, String> headers) throws IOException {
        return guest.send(new Scene.Call("GET", url, headers, Optional.empty())).body();
    }

    private static String token(Guest guest, String base, ObjectNode auth) throws IOException {
        Map<String, String> headers = Map.of("Content-Type", "application/json");
        Scene.Call call = new Scene.Call("POST", base + "/auth/tokens", headers, Optional.of(auth.toString()));
        String token = guest.send(call).headers().get(SUBJECT.toLowerCase(Locale.ROOT));
        if (token == null) {
            throw new IOException("no token at " + call.url());
        }
        return token;
    }

    private ObjectNode byPassword(Guest guest) {
        ObjectNode auth = json.createObjectNode();
        ObjectNode identity = auth.putObject("auth").putObject("identity");
        identity.putArray("methods").add("password");
        ObjectNode user = identity.putObject("password").putObject("user");
        user.put("name", guest.username()).put("password", guest.password().reveal());
        user.putObject("domain").put("id", "default");
        return auth;
    }

    private ObjectNode byToken(String token, String project) {
        ObjectNode auth = json.createObjectNode();
        ObjectNode identity = auth.putObject("auth").putObject("identity");
        identity.putArray("methods").add("token");
        identity.putObject("token").put("id", token);
        ((ObjectNode) auth.path("auth")).putObject("scope").putObject("project").put("id", project);
        return auth;
    }
}
