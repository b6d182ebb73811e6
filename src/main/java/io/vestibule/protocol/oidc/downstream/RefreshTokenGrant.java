package io.vestibule.protocol.oidc.downstream;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.grants.RefreshOutcome;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenFamily;
import io.vestibule.identity.ScopeName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * New tokens for a refresh token (RFC 6749 §6), which is replaced at each use (RFC 9700 §4.14.2). A request that is refused
 * for another reason than reuse changes nothing: the token is as good or bad as before.
 */
@ApplicationScoped
class RefreshTokenGrant implements TokenGrant {
    private static final String INVALID = "The refresh token is not valid, expired, or was used before.";

    private final TokenFamilies families;
    private final LivingGrants living;
    private final TokenResponses responses;
    private final MemoryJson json;
    private final AuditLog audit;

    RefreshTokenGrant(
            TokenFamilies families, LivingGrants living, TokenResponses responses, MemoryJson json, AuditLog audit) {
        this.families = families;
        this.living = living;
        this.responses = responses;
        this.json = json;
        this.audit = audit;
    }

    @Override
    public String grantType() {
        return GrantTypes.REFRESH_TOKEN;
    }

    private sealed interface Rotation {
        record Done(TokenResponses.OfPerson issued) implements Rotation {}

        /** @param reused what ended because an older token of it was shown */
        record Failed(Denied denied, Optional<TokenFamily> reused) implements Rotation {
            Failed(Denied denied) {
                this(denied, Optional.empty());
            }
        }
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        Optional<String> token = request.parameters().get("refresh_token");
        if (token.isEmpty()) {
            return new BackChannelAnswer.Refused(
                    Denied.invalidRequest("refresh-token-missing", "The refresh_token is missing."));
        }
        Rotation rotation = inOneTransaction(() -> rotate(request, token.get()));
        return switch (rotation) {
            case Rotation.Done done -> responses.ofPerson(request, grantType(), done.issued());
            case Rotation.Failed failed -> {
                failed.reused()
                        .ifPresent(family -> audit.record(new AuditEvent.GrantRevoked(
                                request.realm().name(),
                                request.circumstances().of(family.user()).in(family.session()),
                                "refresh-token-reused")));
                yield new BackChannelAnswer.Refused(failed.denied());
            }
        };
    }

    /** The end of a family must last; any other refusal takes the rotation back. */
    private static Rotation inOneTransaction(Supplier<Rotation> work) {
        QuarkusTransaction.begin();
        try {
            Rotation rotation = work.get();
            if (lasts(rotation)) {
                QuarkusTransaction.commit();
            }
            return rotation;
        } finally {
            if (QuarkusTransaction.isActive()) {
                QuarkusTransaction.rollback();
            }
        }
    }

    private static boolean lasts(Rotation rotation) {
        return switch (rotation) {
            case Rotation.Done done -> true;
            case Rotation.Failed failed -> failed.reused().isPresent();
        };
    }

    private Rotation rotate(BackChannelRequest request, String token) {
        Client client = request.client();
        return switch (families.rotate(client.realm().name(), client.id(), token, client.accessTokenLifetime())) {
            case RefreshOutcome.Unknown unknown ->
                new Rotation.Failed(Denied.invalidGrant("refresh-token-unknown", INVALID));
            case RefreshOutcome.Reused(TokenFamily family) ->
                new Rotation.Failed(Denied.invalidGrant("refresh-token-reused", INVALID), Optional.of(family));
            case RefreshOutcome.Rotated rotated -> checked(request, rotated);
        };
    }

    private Rotation checked(BackChannelRequest request, RefreshOutcome.Rotated rotated) {
        TokenFamily family = rotated.family();
        GrantMemory grant = json.read(family.content(), GrantMemory.class);
        Set<String> allowed = new LinkedHashSet<>(grant.scopes());
        Set<String> may = request.client().oidc().scopes(); // the operator may have taken some back since
        allowed.removeIf(scope -> !may.contains(ScopeName.isMeantBy(scope) ? Scopes.ROLES : scope));
        Set<String> scopes =
                request.parameters().get("scope").map(Scopes::values).orElse(allowed);
        if (!allowed.containsAll(scopes)) { // RFC 6749 §6: never more than was granted
            return new Rotation.Failed(
                    Denied.of("invalid_scope", "scope-exceeds-grant", "The scope exceeds what was granted."));
        }
        return switch (living.inSession(request.client(), grant, family.offline())) {
            case LivingGrants.Life.Over over -> new Rotation.Failed(Denied.invalidGrant(over.reason(), INVALID));
            case LivingGrants.Life.Alive alive ->
                new Rotation.Done(new TokenResponses.OfPerson(
                        grant,
                        alive.user(),
                        alive.place(),
                        rotated.token(),
                        scopes,
                        Optional.empty(),
                        Optional.of(rotated.successor())));
        };
    }
}
