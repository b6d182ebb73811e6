package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RealmsReloaded;
import io.vestibule.records.RandomTokens;
import io.vestibule.session.SessionMark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * OpenID Connect Session Management 1.0, for realms that switch it on: a page of ours in a frame of a relying party's compares the
 * {@code session_state} it was given with the mark in the browser.
 */
@ApplicationScoped
class CheckSession {
    private static final String SCRIPT = read();
    private static final String SCRIPT_HASH =
            Base64.getEncoder().encodeToString(Sha256.of(SCRIPT).bytes());

    private final SessionMark mark;
    private final Clients clients;
    private final RandomTokens salts;
    private final Map<RealmName, String> framing = new ConcurrentHashMap<>();

    CheckSession(SessionMark mark, Clients clients, RandomTokens salts) {
        this.mark = mark;
        this.clients = clients;
        this.salts = salts;
    }

    static boolean isOn(Realm realm) {
        return realm.blocks()
                .find(OidcRealm.class)
                .map(OidcRealm::sessionManagement)
                .orElse(false);
    }

    /** §3.1: of client, its origin, the mark and a salt; nothing where there is no origin, as of an installed application. */
    Optional<String> sessionState(String clientId, URI replyTo, SessionId session) {
        String salt = salts.next();
        return origin(replyTo)
                .map(origin -> clientId + " " + origin + " " + mark.value(session) + " " + salt)
                .map(text -> Sha256.of(text).base64Url() + "." + salt);
    }

    String html(Realm realm) {
        return "<!doctype html><meta charset=\"utf-8\"><title>session</title><script data-cookie=\""
                + mark.cookieName(realm.name()) + "\">" + SCRIPT + "</script>";
    }

    /** Only pages of this realm's clients may have it within them. */
    String policy(Realm realm) {
        return "default-src 'none'; script-src 'sha256-" + SCRIPT_HASH
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors"
                + framing.computeIfAbsent(realm.name(), name -> ancestors(realm));
    }

    void forget(@Observes RealmsReloaded reloaded) {
        framing.clear();
    }

    private String ancestors(Realm realm) {
        String origins = clients.all(realm)
                .flatMap(client -> client.oidc().redirectUris().stream())
                .flatMap(uri -> origin(URI.create(uri)).stream())
                .distinct()
                .sorted()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return origins.isEmpty() ? " 'none'" : origins;
    }

    private static Optional<String> origin(URI uri) {
        return Optional.ofNullable(uri.getHost()).map(host -> uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static String read() {
        try (InputStream in = CheckSession.class.getResourceAsStream("/oidc/check-session.js")) {
            if (in == null) {
                throw new IllegalStateException("oidc/check-session.js is missing in the artifact");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
