package io.vestibule.protocol.oidc.downstream;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.grants.AuthorizationCodes;
import io.vestibule.grants.CodeOutcome;
import io.vestibule.grants.FamilyId;
import io.vestibule.identity.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tokens for an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6). Whatever is wrong with a request, the code it names is
 * spent: who tries a stolen code learns nothing and ruins it.
 */
@ApplicationScoped
class AuthorizationCodeGrant implements TokenGrant {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}"); // RFC 7636 §4.1
    private static final String INVALID = "The authorization code is not valid, expired, or was used before.";

    private final AuthorizationCodes codes;
    private final LivingGrants living;
    private final TokenResponses responses;
    private final MemoryJson json;
    private final AuditLog audit;
    private final FirstTokens first;

    AuthorizationCodeGrant(
            AuthorizationCodes codes,
            LivingGrants living,
            TokenResponses responses,
            MemoryJson json,
            AuditLog audit,
            FirstTokens first) {
        this.codes = codes;
        this.living = living;
        this.responses = responses;
        this.json = json;
        this.audit = audit;
        this.first = first;
    }

    @Override
    public String grantType() {
        return GrantTypes.AUTHORIZATION_CODE;
    }

    private sealed interface Redemption {
        record Done(TokenResponses.OfPerson issued) implements Redemption {}

        record Failed(Denied denied, boolean reused) implements Redemption {}
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        Optional<String> code = request.parameters().get("code");
        if (code.isEmpty()) {
            return new BackChannelAnswer.Refused(Denied.invalidRequest("code-missing", "The code is missing."));
        }
        // One transaction: whoever comes second with the same code waits for the family it must end.
        Redemption redemption = QuarkusTransaction.joiningExisting().call(() -> redeem(request, code.get()));
        return switch (redemption) {
            case Redemption.Done done -> responses.ofPerson(request, grantType(), done.issued());
            case Redemption.Failed failed -> {
                if (failed.reused()) {
                    audit.record(new AuditEvent.GrantRevoked(
                            request.realm().name(), request.circumstances(), "code-reused"));
                }
                yield new BackChannelAnswer.Refused(failed.denied());
            }
        };
    }

    private Redemption redeem(BackChannelRequest request, String code) {
        return switch (codes.redeem(request.realm().name(), code)) {
            case CodeOutcome.Refused refused ->
                new Redemption.Failed(
                        Denied.invalidGrant(refused.reused() ? "code-reused" : "code-unknown", INVALID),
                        refused.reused());
            case CodeOutcome.Redeemed redeemed -> {
                CodeMemory memory = json.read(redeemed.content(), CodeMemory.class);
                yield wrong(request, memory)
                        .<Redemption>map(denied -> new Redemption.Failed(denied, false))
                        .orElseGet(() -> issue(request.client(), memory, redeemed.family()));
            }
        };
    }

    private static Optional<Denied> wrong(BackChannelRequest request, CodeMemory memory) {
        if (!memory.client().equals(request.client().id().value())) {
            return Optional.of(Denied.invalidGrant("code-of-other-client", INVALID)
                    .seen(memory.client(), request.client().id().value()));
        }
        return redirectUriDiffers(request, memory).or(() -> verifierFails(request, memory.challenge()));
    }

    private static Optional<Denied> redirectUriDiffers(BackChannelRequest request, CodeMemory memory) {
        Optional<String> given = request.parameters().get("redirect_uri");
        boolean same = memory.redirectUri().isPresent() ? given.equals(memory.redirectUri()) : given.isEmpty();
        return same
                ? Optional.empty()
                : Optional.of(Denied.invalidGrant(
                                "redirect-uri-differs", "The redirect_uri is not the one of the authorization request.")
                        .seen(memory.redirectUri().orElse("none"), given.orElse("none")));
    }

    /** RFC 7636 §4.6. */
    static Optional<Denied> verifierFails(BackChannelRequest request, Optional<String> challenge) {
        Optional<String> verifier = request.parameters().get("code_verifier");
        if (challenge.isEmpty()) {
            // RFC 9700 §4.8.2: a verifier without challenge tells of a challenge that somebody took away
            return verifier.map(unexpected -> Denied.invalidGrant(
                    "verifier-without-challenge", "The authorization request had no code_challenge."));
        }
        boolean matches = verifier.filter(text -> VERIFIER.matcher(text).matches())
                .filter(text -> isChallengeOf(text, challenge.get()))
                .isPresent();
        return matches
                ? Optional.empty()
                : Optional.of(Denied.invalidGrant(
                        verifier.isPresent() ? "verifier-wrong" : "verifier-missing",
                        "The code_verifier does not match the code_challenge."));
    }

    private static boolean isChallengeOf(String verifier, String challenge) {
        String made = Sha256.of(verifier).base64Url();
        return MessageDigest.isEqual(
                made.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
    }

    private Redemption issue(Client client, CodeMemory memory, FamilyId id) {
        GrantMemory grant = memory.grant();
        return switch (living.inSession(client, grant, false)) {
            case LivingGrants.Life.Over over ->
                new Redemption.Failed(Denied.invalidGrant(over.reason(), INVALID), false);
            case LivingGrants.Life.Alive alive ->
                first.of(client, grant, alive, id, memory.nonce())
                        .<Redemption>map(Redemption.Done::new)
                        .orElseGet(() ->
                                new Redemption.Failed(Denied.invalidGrant(LivingGrants.SESSION_ENDED, INVALID), false));
        };
    }
}
