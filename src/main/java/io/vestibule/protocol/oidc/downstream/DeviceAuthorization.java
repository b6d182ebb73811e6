package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ResponseMode;
import io.vestibule.grants.DeviceAuthorizations;
import io.vestibule.grants.DeviceAuthorizations.Caller;
import io.vestibule.grants.DeviceBeginning;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The device authorization endpoint (RFC 8628 §3.1): takes note of what a device wants, and gives it a code to show. */
@ApplicationScoped
class DeviceAuthorization {
    static final String STEP = "device_authorization";

    /** What of a request counts; PKCE is no part of RFC 8628, but who sends a challenge is held to it. */
    private static final Set<String> ASKED = Set.of(
            "scope", "authorization_details", "acr_values", "ui_locales", "code_challenge", "code_challenge_method");

    private static final List<String> UNSAID = List.of(Scopes.OPENID, Scopes.PROFILE, Scopes.EMAIL, Scopes.GROUPS);

    private static final int LONGEST = 2 * 1024; // since it is stored before anybody has signed in

    private final DeviceAuthorizations devices;
    private final OidcUrls urls;

    DeviceAuthorization(DeviceAuthorizations devices, OidcUrls urls) {
        this.devices = devices;
        this.urls = urls;
    }

    BackChannelAnswer answer(BackChannelRequest request, String userAgent) {
        Client client = request.client();
        if (!client.mayUse(GrantTypes.DEVICE_CODE)) {
            return new BackChannelAnswer.Refused(
                    Denied.of("unauthorized_client", "grant-not-allowed", "This client may not use the device grant."));
        }
        Parameters parameters = withScope(client, request.parameters().only(ASKED));
        Optional<Denied> broken = broken(asked(client, parameters, urls));
        if (broken.isPresent()) {
            return new BackChannelAnswer.Refused(broken.get());
        }
        String text = parameters.encoded();
        if (text.length() > LONGEST) {
            return new BackChannelAnswer.Refused(
                    Denied.invalidRequest("request-too-large", "The request is longer than " + LONGEST + " bytes."));
        }
        RealmName realm = client.realm().name();
        Duration lifetime = Clients.settings(client.realm()).deviceCodeLifetime();
        String address = request.circumstances().address();
        Caller caller = client.oidc().isPublic() ? Caller.ANYBODY : Caller.PROVEN;
        return switch (devices.begin(realm, client.id(), text, address, userAgent, caller, lifetime)) {
            case DeviceBeginning.Begun begun ->
                new BackChannelAnswer.Given(JsonReply.ok(members(realm, begun, lifetime)));
            case DeviceBeginning.Full full ->
                new BackChannelAnswer.Refused(Denied.of(
                        "temporarily_unavailable", full.reason(), "Too many devices wait already; try again later."));
        };
    }

    /** Keystoneauth named no scope until 2025; RFC 6749 §3.3 lets a server have one that is meant then. */
    private static Parameters withScope(Client client, Parameters parameters) {
        if (parameters.has("scope")) {
            return parameters;
        }
        Map<String, String> more = new LinkedHashMap<>(parameters.values());
        more.put(
                "scope",
                Scopes.text(
                        UNSAID.stream().filter(client.oidc().scopes()::contains).toList()));
        return new Parameters(more);
    }

    /** RFC 8628 §3.2. */
    private Map<String, Object> members(RealmName realm, DeviceBeginning.Begun begun, Duration lifetime) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("device_code", begun.deviceCode().reveal());
        members.put("user_code", begun.userCode().shown());
        members.put("verification_uri", urls.device(realm).toString());
        members.put(
                "verification_uri_complete",
                urls.device(realm) + "?user_code=" + begun.userCode().shown());
        members.put("expires_in", lifetime.toSeconds());
        members.put("interval", begun.interval().toSeconds());
        return members;
    }

    /** The request as an authorization request; nobody is sent anywhere, so it replies to our own page. */
    static Asked asked(Client client, Parameters parameters, OidcUrls urls) {
        return new Asked(client, parameters, urls.device(client.realm().name()), ResponseMode.QUERY);
    }

    static Optional<Denied> broken(Asked asked) {
        return AuthorizationRules.brokenScope(asked).or(() -> AuthorizationRules.codeChallengeIsS256(asked));
    }
}
