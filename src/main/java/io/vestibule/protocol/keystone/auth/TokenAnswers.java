package io.vestibule.protocol.keystone.auth;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.SubjectTokens;
import io.vestibule.protocol.keystone.token.TokenBodies;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What somebody is answered who asked for a token. */
@ApplicationScoped
class TokenAnswers {
    private static final String SUBJECT_TOKEN = "X-Subject-Token";
    private static final int CREATED = 201;

    private final ReceiptAnswers receipts;
    private final SubjectTokens tokens;
    private final TokenBodies bodies;
    private final AuditLog audit;

    TokenAnswers(ReceiptAnswers receipts, SubjectTokens tokens, TokenBodies bodies, AuditLog audit) {
        this.receipts = receipts;
        this.tokens = tokens;
        this.bodies = bodies;
        this.audit = audit;
    }

    Reply of(Call call, Authentication.Outcome outcome) {
        return switch (outcome) {
            case Authentication.Outcome.Done(Issued issued) -> created(call, issued);
            case Authentication.Outcome.MoreNeeded more -> receipts.answer(call, more);
        };
    }

    private Reply created(Call call, Issued issued) {
        audit.record(new AuditEvent.ProofIssued(
                call.realmName(),
                Circumstances.from(call.visitor().address()).of(issued.token().user()),
                "keystone",
                String.join(" ", issued.token().methods())));
        boolean withCatalog = !call.query().has("nocatalog");
        byte[] body = tokens.find(call.realm(), issued.text(), false)
                .map(subject -> subject.body(withCatalog))
                .orElseGet(() -> bodies.of(call.realm(), issued.token(), withCatalog));
        return new Reply(CREATED, body, Map.of(SUBJECT_TOKEN, issued.text()));
    }
}
