package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.realm.reading.ExtraRecords;
import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Problem;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator may write under {@code oidc}, and what is said about what they may not. */
class OidcRelyingPartyTest {
    private static final String CALLBACK = "redirectUris: [\"https://rp.example/cb\"]\n";
    private static final String SECRET = "clientSecrets: [s]\n";

    @TempDir
    Path secrets;

    private final Problems problems = new Problems();

    @Test
    void aRedirectUriAndASecretAreEnough() {
        OidcRelyingParty party = read(CALLBACK + SECRET, OidcRelyingParty.class).orElseThrow();
        assertThat(party.authMethod()).isEqualTo(ClientAuthMethod.CLIENT_SECRET_BASIC);
        assertThat(party.grantTypes()).containsExactlyInAnyOrder("authorization_code", "refresh_token");
        assertThat(party.idTokenAlgorithm()).isEqualTo(SigningAlgorithm.RS256);
        assertThat(party.accessTokenAlgorithm()).isEqualTo(SigningAlgorithm.ES256);
        assertThat(party.scopes()).contains("openid", "federated:id", "offline_access");
        assertThat(party.claimsInIdToken()).isFalse();
        assertThat(party.resourceServer()).isFalse();
    }

    @Test
    void anEmptyRealmBlockMeansTheStandard() {
        assertThat(read("{}", OidcRealm.class)).contains(OidcRealm.standard());
    }

    @Test
    void durationsAndAliasesAreReadAsWritten() {
        OidcRealm realm = read("aliases: [keycloak, dex]\ncodeLifetime: 30s\npkce: required", OidcRealm.class)
                .orElseThrow();
        assertThat(realm.aliases()).containsExactlyInAnyOrder(OidcRealm.Alias.KEYCLOAK, OidcRealm.Alias.DEX);
        assertThat(realm.codeLifetime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(realm.pkce()).isEqualTo(PkcePolicy.REQUIRED);
    }

    static Stream<Arguments> mistakes() {
        String publicClient = "tokenEndpointAuthMethod: none\n";
        return Stream.of(
                arguments(SECRET, "redirectUris must be given"),
                arguments(CALLBACK, "clientSecrets or clientSecretHashes must be given"),
                arguments(CALLBACK + "clientSecrets: [a, b, c]", "at most two"),
                arguments(CALLBACK + "clientSecrets: [\" \"]", "empty secret"),
                arguments(CALLBACK + "clientSecretHashes: [abc]", "sha256:"),
                arguments(CALLBACK + SECRET + "tokenEndpointAuthMethod: basic", "must be one of client_secret_basic"),
                arguments(CALLBACK + SECRET + publicClient, "of no use"),
                arguments(CALLBACK + publicClient + "pkce: optional", "always required"),
                arguments(CALLBACK + "tokenEndpointAuthMethod: private_key_jwt", "jwks or jwksUri"),
                arguments(CALLBACK + "tokenEndpointAuthMethod: private_key_jwt\njwks: nonsense", "no JWK set"),
                arguments(
                        CALLBACK + "tokenEndpointAuthMethod: private_key_jwt\njwks: '{\"keys\":[]}'",
                        "must hold public keys"),
                arguments(
                        CALLBACK
                                + "tokenEndpointAuthMethod: private_key_jwt\njwks: '{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}'",
                        "no private one"),
                arguments(SECRET + "redirectUris: [\"https://rp.example/cb#x\"]", "without fragment"),
                arguments(SECRET + "redirectUris: [\"https://u@rp.example/cb\"]", "without fragment or user"),
                arguments(SECRET + "redirectUris: [\"/cb\"]", "must be absolute"),
                arguments(SECRET + "redirectUris: [\"https://rp.example/*\"]", "no wildcard"),
                arguments(SECRET + "redirectUris: [\"javascript:alert(1)\"]", "no wildcard and no scheme"),
                arguments(SECRET + "redirectUris: [\"myapp:/cb\"]", "with a dot"),
                arguments(SECRET + "redirectUris: [\"https:///cb\"]", "needs a host"),
                arguments(publicClient + "redirectUris: [\"http://rp.example/cb\"]", "must be https"),
                arguments(CALLBACK + SECRET + "postLogoutRedirectUris: [\"nowhere\"]", "postLogoutRedirectUris"),
                arguments(CALLBACK + SECRET + "grantTypes: [implicit]", "must be some of"),
                arguments(CALLBACK + SECRET + "grantTypes: [client_credentials]", "of no use without the grant"),
                arguments(SECRET + "grantTypes: [client_credentials, refresh_token]", "needs authorization_code"),
                arguments(publicClient + "grantTypes: [client_credentials]", "needs a relying party with credentials"),
                arguments(CALLBACK + SECRET + "idTokenSignedResponseAlg: none", "must be one of RS256, ES256"),
                arguments(CALLBACK + SECRET + "codeLifetime: 11m", "at most 10m"),
                arguments(CALLBACK + SECRET + "accessTokenLifetime: 0s", "at least 1s"),
                arguments(CALLBACK + SECRET + "redirect_uris: []", "did you mean \"redirectUris\"?"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsSaid(String yaml, String sentence) {
        read(yaml, OidcRelyingParty.class);
        assertThat(problems.inOrder().stream().map(Problem::toString).collect(Collectors.joining("\n")))
                .contains(sentence);
    }

    @Test
    void loopbackAndPrivateSchemesAreForNativeApps() {
        String uris = "redirectUris: [\"http://127.0.0.1/cb\", \"http://[::1]/cb\", \"http://localhost:3000/cb\","
                + " \"com.example.app:/cb\"]\n";
        assertThat(read(uris + "tokenEndpointAuthMethod: none", OidcRelyingParty.class))
                .isPresent();
    }

    private <R extends Record> Optional<R> read(String yaml, Class<R> type) {
        Interpolator interpolator =
                new Interpolator(name -> null, "http://localhost", new KeptSecrets(secrets, new SecureRandom()));
        RecordBinder binder = new RecordBinder(interpolator, ExtraRecords.Claimed.none(), problems);
        return YamlReader.read("lab.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems)
                .flatMap(tree -> binder.bind(type, tree, ""));
    }

    @Test
    void secretsAreNotShownInAnyText() {
        OidcRelyingParty party = read(CALLBACK + "clientSecrets: [very-secret]", OidcRelyingParty.class)
                .orElseThrow();
        assertThat(List.of(party.toString())).noneMatch(text -> text.contains("very-secret"));
    }
}
