package io.vestibule.protocol.keystone.auth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.RevokedTokens;
import io.vestibule.protocol.keystone.token.SubjectTokens;
import io.vestibule.protocol.keystone.token.SubjectTokens.Subject;
import io.vestibule.protocol.keystone.token.TokenSessions;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /v3/auth/tokens}: give out, look at, take back. */
@Path("/realms/{realm}/v3/auth/tokens")
@RunOnVirtualThread
public class TokensEndpoint {
    private static final String SUBJECT_TOKEN = "X-Subject-Token";
    private static final String ACCESS_RULES = "OpenStack-Identity-Access-Rules";
    private static final int OK = 200;

    private final Calls calls;
    private final Authentication authentication;
    private final TokenAnswers answers;
    private final Enforcer enforcer;
    private final SubjectTokens tokens;
    private final RevokedTokens revoked;
    private final TokenSessions inSession;
    private final LogoutPropagation logout;
    private final AuditLog audit;

    TokensEndpoint(
            Calls calls,
            Authentication authentication,
            TokenAnswers answers,
            Enforcer enforcer,
            SubjectTokens tokens,
            RevokedTokens revoked,
            TokenSessions inSession,
            LogoutPropagation logout,
            AuditLog audit) {
        this.calls = calls;
        this.authentication = authentication;
        this.answers = answers;
        this.enforcer = enforcer;
        this.tokens = tokens;
        this.revoked = revoked;
        this.inSession = inSession;
        this.logout = logout;
        this.audit = audit;
    }

    @POST
    public Reply issue(@PathParam("realm") String realm, @Context HttpServerRequest http, InputStream body) {
        Call call = calls.of(realm, http);
        return answers.of(call, authentication.authenticate(call, call.body(body)));
    }

    @GET
    public Reply validate(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return look(calls.of(realm, http), "identity:validate_token");
    }

    @HEAD
    public Reply check(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return look(calls.of(realm, http), "identity:check_token");
    }

    private Reply look(Call call, String action) {
        boolean evenExpired = call.query()
                .value("allow_expired")
                .filter(TokensEndpoint::isTrue)
                .isPresent();
        Optional<String> text = call.header(SUBJECT_TOKEN);
        Subject found = subject(call, text, evenExpired);
        enforcer.enforce(call, action, target(found));
        if (!mayBeTold(found, call)) {
            throw KeystoneRefused.notFoundSaying("Failed to validate token");
        }
        return new Reply(OK, found.body(withCatalog(call)), Map.of(SUBJECT_TOKEN, text.orElse("")));
    }

    /** A service that does not know access rules would let the token do everything. */
    private static boolean mayBeTold(Subject subject, Call call) {
        return subject.token().delegation().filter(Delegated::hasAccessRules).isEmpty()
                || call.header(ACCESS_RULES)
                        .filter(TokensEndpoint::knowsAccessRules)
                        .isPresent();
    }

    private static boolean knowsAccessRules(String version) {
        try {
            return Double.parseDouble(version.strip()) >= 1.0;
        } catch (NumberFormatException other) {
            return false;
        }
    }

    @DELETE
    public Reply revoke(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Optional<String> text = call.header(SUBJECT_TOKEN);
        Subject found = subject(call, text, false);
        enforcer.enforce(call, "identity:revoke_token", target(found));
        Circumstances circumstances =
                Circumstances.from(call.visitor().address()).of(found.token().user());
        if (call.query().value("end_session").filter(TokensEndpoint::isTrue).isPresent()) {
            endSession(call, found, circumstances); // first: where this fails, the token can ask again
        }
        revoked.revoke(call.realm(), found.token().payload());
        audit.record(new AuditEvent.GrantRevoked(call.realmName(), circumstances, "keystone-token"));
        return Reply.noContent();
    }

    /**
     * The whole session of a browser the token was given out in; a token from nowhere else has none. What somebody passed on
     * may have been taken up in a session of whoever it was passed to, and ends none.
     */
    private void endSession(Call call, Subject found, Circumstances circumstances) {
        if (found.token().delegated()) {
            return;
        }
        inSession
                .sessionOf(call.realm(), found.token().payload())
                .filter(session -> session.user().equals(found.token().user()))
                .ifPresent(session -> logout.propagate(call.realmName(), session, "keystone", circumstances));
    }

    /** {@code /v3/auth/tokens/OS-PKI/revoked}: a list that no Keystone has had for years, either. */
    @GET
    @Path("/OS-PKI/revoked")
    public Reply revokedCertificates(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        calls.of(realm, http);
        throw KeystoneRefused.forbidden().because("no-such-list");
    }

    /** Whoever is somebody here learns that it is no token, before anything is asked about rights. */
    private Subject subject(Call call, Optional<String> text, boolean evenExpired) {
        call.holder();
        return text.flatMap(token -> tokens.find(call.realm(), token, evenExpired))
                .orElseThrow(() -> tokens.refusal(call.realm(), text.orElse("")));
    }

    private static Target target(Subject subject) {
        return Target.of("target.token.user_id", subject.token().user().hex());
    }

    private static boolean withCatalog(Call call) {
        return !call.query().has("nocatalog");
    }

    /** As oslo reads a truth. */
    private static boolean isTrue(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "1", "t", "true", "on", "y", "yes" -> true;
            default -> false;
        };
    }
}
