package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.identity.Sha256;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a relying party and a person do, over HTTP. */
@ApplicationScoped
public class Lab {
    static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";
    static final String CHALLENGE = challenge(VERIFIER);

    private final BaseUrl base;

    Lab(BaseUrl base) {
        this.base = base;
    }

    String issuer() {
        return base.value() + "/realms/lab";
    }

    String callback() {
        return base.value() + "/rp/callback";
    }

    URI at(String path) {
        return URI.create(base.value() + path);
    }

    /** An ordinary authorization request; {@code changes} come as name and value, null takes the parameter away. */
    Map<String, String> request(String client, String... changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client);
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", callback());
        parameters.put("scope", "openid");
        parameters.put("state", "some state=");
        parameters.put("nonce", "n-1");
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                parameters.remove(changes[i]);
            } else {
                parameters.put(changes[i], changes[i + 1]);
            }
        }
        return parameters;
    }

    URI authorize(Map<String, String> parameters) {
        return URI.create(issuer() + "/authorize?" + form(parameters));
    }

    /** Goes to the relying party's callback, signing in on the way when asked. */
    PlainBrowser.Visit signIn(PlainBrowser browser, String person, Map<String, String> parameters) {
        return signedIn(browser, person, browser.open(authorize(parameters)));
    }

    PlainBrowser.Visit signedIn(PlainBrowser browser, String person, PlainBrowser.Visit at) {
        return at.body().contains("name=\"password\"")
                ? browser.submit(
                        at, "form:has([name=password])", Map.of("username", person, "password", person + "-password-1"))
                : at;
    }

    /** A code for {@code person}, freshly signed in. */
    String code(String person, Map<String, String> parameters) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return code(signIn(browser, person, parameters));
        }
    }

    static String code(PlainBrowser.Visit arrived) {
        String code = query(arrived.address()).get("code");
        if (code == null) {
            throw new AssertionError("no code at " + arrived.address() + ":\n" + arrived.body());
        }
        return code;
    }

    static Map<String, String> query(URI address) {
        return decoded(address.getRawQuery());
    }

    static Map<String, String> decoded(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        if (encoded != null) {
            Arrays.stream(encoded.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> parameters.put(
                            URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                            pair.length > 1 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : ""));
        }
        return parameters;
    }

    static RequestSpecification as(String client, String secret) {
        return given().auth().preemptive().basic(client, secret);
    }

    Response token(RequestSpecification client, String... parameters) {
        return post(client, "/token", parameters);
    }

    Response post(RequestSpecification client, String path, String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return client.header("Content-Type", "application/x-www-form-urlencoded")
                .body(form(all))
                .post(issuer() + path);
    }

    Response redeem(RequestSpecification client, String code) {
        return token(client, "grant_type", "authorization_code", "code", code, "redirect_uri", callback());
    }

    Response refresh(RequestSpecification client, String refreshToken) {
        return token(client, "grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    /** Tokens of {@code person} for the client {@code web}. */
    Response tokens(String person, String scope) {
        String code = code(person, request("web", "scope", scope));
        Response response = redeem(as("web", "web-secret-of-today"), code);
        response.then().statusCode(200);
        return response;
    }

    Response userinfo(String accessToken) {
        return given().header("Authorization", "Bearer " + accessToken).get(issuer() + "/userinfo");
    }

    static JWTClaimsSet claims(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet();
        } catch (ParseException broken) {
            throw new AssertionError(broken);
        }
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String challenge(String verifier) {
        return Sha256.of(verifier).base64Url();
    }
}
