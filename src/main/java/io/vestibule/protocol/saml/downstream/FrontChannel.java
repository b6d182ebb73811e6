package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.SessionId;
import io.vestibule.protocol.saml.xml.MessageParameter;
import io.vestibule.protocol.saml.xml.PostBinding;
import io.vestibule.relyingparty.AuthnRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Response;

/** Takes an answer to its consumer service by the browser: in a form, or as an artifact that stands for it. */
@ApplicationScoped
class FrontChannel {
    private final Artifacts artifacts;
    private final Proofs proofs;

    FrontChannel(Artifacts artifacts, Proofs proofs) {
        this.artifacts = artifacts;
        this.proofs = proofs;
    }

    /** @param refusal in its DOM */
    BrowserReply take(AuthnRequest request, Response refusal) {
        return take(request, refusal, Optional.empty());
    }

    /**
     * @param response in its DOM
     * @param session what it is said of; none of a refusal
     */
    BrowserReply take(AuthnRequest request, Response response, Optional<SessionId> session) {
        SamlMemory asked = SamlMemory.unpacked(request.memory());
        return switch (asked.binding()) {
            case POST, PAOS ->
                new BrowserReply.AutoPost(
                        request.replyTo(),
                        PostBinding.fields(
                                MessageParameter.SAML_RESPONSE,
                                Objects.requireNonNull(response.getDOM()),
                                asked.relayState()));
            case ARTIFACT -> {
                String artifact = artifacts.keep(proofs.party(request), response, session);
                yield new BrowserReply.Redirect(withArtifact(request.replyTo(), artifact, asked));
            }
        };
    }

    /** SAML Bindings §3.6.3.1. */
    private static URI withArtifact(URI to, String artifact, SamlMemory asked) {
        String separator = to.getRawQuery() == null ? "?" : "&";
        String relayState =
                asked.relayState().map(state -> "&RelayState=" + encoded(state)).orElse("");
        return URI.create(to + separator + "SAMLart=" + encoded(artifact) + relayState);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
