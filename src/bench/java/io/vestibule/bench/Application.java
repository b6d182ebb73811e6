package io.vestibule.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A relying party as one worker plays it: sends whole flows and looks at every answer. */
final class Application implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLBACK = "http://127.0.0.1:15999/callback";

    private final String issuer;
    private final String realm;
    private final String client;
    private final Connection.Header basic;
    private final Connection connection;

    Application(Server server, String client, String secret) throws IOException {
        this.issuer = server.issuer();
        this.realm = issuer.substring(issuer.indexOf("/realms/"));
        this.client = client;
        this.basic = new Connection.Header(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((client + ":" + secret).getBytes(StandardCharsets.US_ASCII)));
        this.connection = new Connection(server.port());
    }

    /** What a code or a refresh token was exchanged for. */
    record Tokens(String access, String refresh, String subject) {}

    IdentityApi identityApi(String inRealm) {
        return new IdentityApi(connection, inRealm);
    }

    Browser browser() {
        return new Browser(connection);
    }

    void bare() throws IOException {
        require(json(connection.get("/q/health/live")).path("status").asText().equals("UP"), "not UP");
    }

    void discovery() throws IOException {
        JsonNode document = json(connection.get(realm + "/.well-known/openid-configuration"));
        require(document.path("issuer").asText().equals(issuer), "another issuer");
    }

    void clientCredentials() throws IOException {
        JsonNode answer = token(Map.of("grant_type", "client_credentials"));
        JsonNode claims = claims(answer.path("access_token").asText());
        require(claims.path("sub").asText().equals(client), "a token for another client");
        require(claims.path("iss").asText().equals(issuer), "another issuer");
    }

    /** Authorize, code, tokens; with {@code person} the login between. */
    Tokens code(Browser browser, Browser.Person person) throws IOException {
        String verifier = random(32);
        String state = random(12);
        String nonce = random(12);
        Map<String, String> ask = new LinkedHashMap<>();
        ask.put("response_type", "code");
        ask.put("client_id", client);
        ask.put("redirect_uri", CALLBACK);
        ask.put("scope", "openid profile email");
        ask.put("state", state);
        ask.put("nonce", nonce);
        ask.put("code_challenge", challenge(verifier));
        ask.put("code_challenge_method", "S256");
        Map<String, String> back = browser.visit(realm + "/authorize?" + Browser.form(ask), CALLBACK, person);
        require(state.equals(back.get("state")), "another state");
        require(issuer.equals(back.get("iss")), "another iss"); // RFC 9207 §2.4
        require(back.containsKey("code"), "no code but " + back.get("error"));
        Map<String, String> redeem = new LinkedHashMap<>();
        redeem.put("grant_type", "authorization_code");
        redeem.put("code", back.get("code"));
        redeem.put("redirect_uri", CALLBACK);
        redeem.put("code_verifier", verifier);
        JsonNode answer = token(redeem);
        JsonNode identity = claims(answer.path("id_token").asText());
        require(identity.path("nonce").asText().equals(nonce), "another nonce");
        return tokens(answer);
    }

    Tokens refresh(Tokens before) throws IOException {
        Map<String, String> ask = new LinkedHashMap<>();
        ask.put("grant_type", "refresh_token");
        ask.put("refresh_token", before.refresh());
        Tokens after = tokens(token(ask));
        require(!after.refresh().equals(before.refresh()), "the refresh token was not rotated");
        require(after.subject().equals(before.subject()), "another subject");
        return after;
    }

    void introspect(Tokens tokens) throws IOException {
        JsonNode answer = json(connection.post(realm + "/introspect", "token=" + tokens.access(), basic));
        require(answer.path("active").asBoolean(), "not active");
        require(answer.path("sub").asText().equals(tokens.subject()), "another subject");
    }

    void userinfo(Tokens tokens) throws IOException {
        JsonNode answer = json(connection.get(
                realm + "/userinfo", new Connection.Header("Authorization", "Bearer " + tokens.access())));
        require(answer.path("sub").asText().equals(tokens.subject()), "another subject");
        require(answer.path("email").asText().endsWith("@bench.example"), "no email");
    }

    /** An AuthnRequest by Redirect over the browser's session, and the signed Response in the form that comes back. */
    void samlResponse(Browser browser, String serviceProvider) throws IOException {
        String id = "_" + HexFormat.of().formatHex(random(16).getBytes(StandardCharsets.US_ASCII));
        String ask = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"" + id
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + "\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">" + serviceProvider
                + "</saml:Issuer></samlp:AuthnRequest>";
        Map<String, String> query = Map.of("SAMLRequest", deflated(ask));
        Map<String, String> form = browser.fields(realm + "/saml/sso?" + Browser.form(query));
        require(form.containsKey("SAMLResponse"), "no SAMLResponse");
        String response = new String(Base64.getDecoder().decode(form.get("SAMLResponse")), StandardCharsets.UTF_8);
        require(response.contains("InResponseTo=\"" + id + "\""), "an answer to another request");
        require(response.split("SignatureValue>").length == 5, "not two signatures");
        require(response.contains("@bench.example"), "no e-mail address");
    }

    /** A signed Response that nobody asked for: parsed, both signatures verified, and a session for whom it names. */
    void arrival(Guild guild) throws IOException {
        String response =
                Base64.getEncoder().encodeToString(guild.response(issuer).getBytes(StandardCharsets.UTF_8));
        // As it comes the second time, posted by the same site: the first time it is only sent round.
        Connection.Response answer = connection.post(
                realm + "/login/from/" + guild.label(),
                Browser.form(Map.of("SAMLResponse", response, "vestibule_bounced", "1")));
        require(answer.status() == 303, "no way on but " + answer.status());
        require(answer.header("location").filter(issuer::equals).isPresent(), "a way elsewhere");
        require(
                answer.headers().stream().anyMatch(header -> header.value().startsWith("vestibule-session-bench=")),
                "no session");
    }

    private static String deflated(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.BEST_SPEED, true);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, raw)) {
            deflating.write(text.getBytes(StandardCharsets.UTF_8));
        } finally {
            raw.end();
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private Tokens tokens(JsonNode answer) throws IOException {
        JsonNode identity = claims(answer.path("id_token").asText());
        JsonNode access = claims(answer.path("access_token").asText());
        require(identity.path("iss").asText().equals(issuer), "another issuer");
        require(
                identity.path("aud").asText().equals(client)
                        || identity.path("aud").path(0).asText().equals(client),
                "another audience");
        String subject = identity.path("sub").asText();
        require(!subject.isEmpty() && access.path("sub").asText().equals(subject), "two subjects");
        require(answer.hasNonNull("refresh_token"), "no refresh token");
        return new Tokens(
                answer.path("access_token").asText(),
                answer.path("refresh_token").asText(),
                subject);
    }

    private JsonNode token(Map<String, String> form) throws IOException {
        return json(connection.post(realm + "/token", Browser.form(form), basic));
    }

    private static JsonNode json(Connection.Response response) throws IOException {
        if (response.status() != 200) {
            String text = response.text();
            throw new Wrong(response.status() + " " + text.substring(0, Math.min(100, text.length())));
        }
        return JSON.readTree(response.body());
    }

    private static JsonNode claims(String jwt) throws IOException {
        String[] parts = jwt.split("\\.");
        require(parts.length == 3 && !parts[2].isEmpty(), "no signed JWT");
        return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    }

    private static void require(boolean right, String otherwise) throws Wrong {
        if (!right) {
            throw new Wrong(otherwise);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static String random(int size) {
        byte[] bytes = new byte[size];
        ThreadLocalRandom.current().nextBytes(bytes); // a benchmark has no secrets
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
