package io.vestibule.protocol.saml.downstream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.browser.BrowserReply;
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@QuarkusTest
@TestProfile(SamlLabProfile.class)
class SamlProofIssuerTest extends ProofIssuerContract {
    private static final RealmName LAB = new RealmName("saml-lab");

    @Inject
    SamlProofIssuer issuer;

    @Inject
    Realms realms;

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
        return "SAMLResponse";
    }

    @Override
    protected RelyingPartyId switchedOff() {
        return new RelyingPartyId("https://off.example/sp");
    }

    /** A refusal is a response too; it has a status of its own and no assertion. */
    @Override
    protected boolean saysNo(BrowserReply reply) {
        String response =
                new String(Base64.getDecoder().decode(fields(reply).get("SAMLResponse")), StandardCharsets.UTF_8);
        return !response.contains("status:Success") && !response.contains("Assertion>");
    }

    @Override
    protected AuthnRequest request() {
        return new AuthnRequest(
                LAB,
                new RelyingPartyId("https://static.example/sp"),
                SamlProofIssuer.PROTOCOL,
                RequestedContext.any(),
                Set.of(),
                Hints.none(),
                Set.of("profile", "email"),
                URI.create("https://static.example/acs?keep=1"),
                new SamlMemory(
                                Optional.of("_1"),
                                ConsumerBinding.POST,
                                Optional.of("state"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty())
                        .packed());
    }
}
