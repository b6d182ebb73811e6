package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Asks the server that has just come up for what the first visitors will ask, and ends it. */
@ApplicationScoped
class Rehearsal implements QuarkusApplication {
    private static final int ROUNDS = 3;
    private static final int PATIENCE_MILLIS = 10_000;

    private final BaseUrl baseUrl;
    private final Realms realms;

    Rehearsal(BaseUrl baseUrl, Realms realms) {
        this.baseUrl = baseUrl;
        this.realms = realms;
    }

    @Override
    public int run(String... arguments) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            for (URI scene : scenes()) {
                System.out.println(scene + " " + status(scene));
            }
        }
        return status(baseUrl.resolve("/q/health/ready")) == HttpURLConnection.HTTP_OK ? 0 : 1;
    }

    private List<URI> scenes() {
        List<URI> scenes = new ArrayList<>(List.of(baseUrl.resolve("/"), baseUrl.resolve("/q/health")));
        realms.all().forEach(realm -> {
            String issuer = baseUrl.issuer(realm.name()).toString();
            for (String path :
                    List.of("", "/try", "/jwks", "/account", "/.well-known/openid-configuration", "/saml/metadata")) {
                scenes.add(URI.create(issuer + path));
            }
        });
        return scenes;
    }

    private static int status(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            int status = connection.getResponseCode();
            InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            if (body != null) {
                body.readAllBytes();
            }
            return status;
        } finally {
            connection.disconnect();
        }
    }
}
