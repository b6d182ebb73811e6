package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.ResponseMode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.browser.BrowserReply;
import io.vestibule.grants.AuthorizationCodes;
import io.vestibule.grants.CodeOutcome;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.ProofIssuerContract;
import io.vestibule.relyingparty.RequestedContext;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LabProfile.class)
class OidcProofIssuerTest extends ProofIssuerContract {
    private static final RealmName LAB = new RealmName("lab");

    @Inject
    OidcProofIssuer issuer;

    @Inject
    Realms realms;

    @Inject
    AuthorizationCodes codes;

    @Inject
    MemoryJson json;

    @Override
    protected ProofIssuer issuer() {
        return issuer;
    }

    @Override
    protected Realm realm() {
        return realms.find(LAB).orElseThrow();
    }

    @Override
    protected String proofField() {
        return "code";
    }

    @Override
    protected RelyingPartyId switchedOff() {
        return new RelyingPartyId("switched-off");
    }

    @Override
    protected AuthnRequest request() {
        OidcMemory memory = new OidcMemory(
                Optional.of("https://web.example/cb?keep=1"),
                ResponseMode.QUERY,
                Optional.of("state"),
                Optional.of("nonce"),
                Optional.empty(),
                Set.of("openid", "email"),
                Set.of("name"),
                Set.of());
        return new AuthnRequest(
                LAB,
                new RelyingPartyId("web"),
                OidcProofIssuer.PROTOCOL,
                RequestedContext.any(),
                Set.of(),
                Hints.none(),
                Set.of("openid", "email"),
                URI.create("https://web.example/cb?keep=1"),
                memory.packed());
    }

    @Test
    void theCodeHoldsOnlyWhatWasAgreedTo() {
        BrowserReply reply = issuer.prove(request(), authentication(UUID.randomUUID()));
        CodeOutcome outcome = codes.redeem(LAB, fields(reply).get("code"));
        CodeMemory memory = json.read(((CodeOutcome.Redeemed) outcome).content(), CodeMemory.class);
        assertThat(memory.grant().scopes()).containsExactlyInAnyOrder("openid", "email");
        assertThat(memory.grant().idTokenClaims())
                .as("profile was not agreed to")
                .isEmpty();
        assertThat(memory.nonce()).contains("nonce");
    }
}
