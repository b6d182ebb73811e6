package io.vestibule.protocol.keystone.auth;

import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;

/** Unscoped tokens for a proof that comes to an address of its own; the user's rules about factors hold there, too. */
@ApplicationScoped
public class ProvenElsewhere {
    private final Authentication authentication;
    private final TokenAnswers answers;

    ProvenElsewhere(Authentication authentication, TokenAnswers answers) {
        this.authentication = authentication;
        this.answers = answers;
    }

    /** @param protocol of the identity provider, by which the token calls it */
    public Reply answer(Call call, String protocol, Proven proven) {
        return answers.of(call, authentication.byProof(call, protocol, proven));
    }

    /** Of a token that the portal's rules were asked about. */
    public Reply issued(Call call, Issued issued) {
        return answers.of(call, new Authentication.Outcome.Done(issued));
    }
}
