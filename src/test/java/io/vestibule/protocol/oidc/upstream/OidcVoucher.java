package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.journey.Voucher;
import io.vestibule.peer.PlainBrowser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A provider of OpenID Connect as the house's connector {@code brass}. */
public final class OidcVoucher implements Voucher {
    private static final List<String> EVERY_FACTOR = List.of("pwd", "otp", "hwk", "user", "mfa");

    private final ScriptedProvider provider = new ScriptedProvider();

    @Override
    public String connector() {
        return "brass";
    }

    @Override
    public String protocol() {
        return "openid";
    }

    @Override
    public String declaration() {
        return """
              - id: brass
                type: oidc
                name: Brass
                config:
                  issuer: "%s"
                  clientId: "%s"
                  clientSecret: "%s"
                  acr: { "%s": ["%s"] }
            """.formatted(
                        provider.issuer(), ScriptedProvider.CLIENT_ID, ScriptedProvider.CLIENT_SECRET, MFA, STRONG);
    }

    @Override
    public void says(String name, Answer answer) {
        provider.honest();
        provider.person = name + "-1";
        provider.idToken = claims -> how(claims, answer);
        if (answer == Answer.UNABLE) {
            provider.redirect = back -> provider.authorizationRequests.getLast().containsKey("acr_values")
                    ? back.replaceFirst("code=[^&]*", "error=unmet_authentication_requirements")
                    : back;
        }
    }

    private static void how(JWTClaimsSet.Builder claims, Answer answer) {
        switch (answer) {
            case STRONGLY -> claims.claim("acr", STRONG);
            case WEAKLY, UNABLE -> claims.claim("acr", WEAK);
            case SILENTLY -> {}
            case BOASTING -> claims.claim("acr", MFA).claim("amr", EVERY_FACTOR);
        }
    }

    @Override
    public List<String> askedFor() {
        return provider.authorizationRequests.stream()
                .map(request -> request.getOrDefault("acr_values", ""))
                .toList();
    }

    @Override
    public HttpResponse<String> bring(PlainBrowser program, URI door) {
        return program.ask(
                HttpRequest.newBuilder(door).header("Authorization", "Bearer " + provider.accessTokenForUs()));
    }

    @Override
    public void close() {
        provider.close();
    }
}
