package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.Identities;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By which accounts elsewhere somebody came who has a token: those that were shown for it or for the first of its line, and the one by
 * which the browser's session began in which that was given out.
 */
@ApplicationScoped
public class TokenOrigins {
    private final IdentityTokenRepository rows;
    private final RevocationRepository revoked;
    private final TokenSessions sessions;
    private final TokensOfIdentity tokens;
    private final Identities identities;

    TokenOrigins(
            IdentityTokenRepository rows,
            RevocationRepository revoked,
            TokenSessions sessions,
            TokensOfIdentity tokens,
            Identities identities) {
        this.rows = rows;
        this.revoked = revoked;
        this.sessions = sessions;
        this.tokens = tokens;
        this.identities = identities;
    }

    public List<Way> of(Realm realm, TokenPayload token) {
        return Stream.concat(
                        rows.waysOf(realm.name(), token.chainId()).stream(),
                        sessions
                                .cameBy(realm, token)
                                .filter(way -> owner(realm, way).isPresent())
                                .stream())
                .distinct()
                .toList();
    }

    /**
     * To be asked after something was made with the token, in that transaction: whoever undoes a link waits for its end. A node that
     * has not heard of it yet would give out what lasts.
     *
     * @throws KeystoneRefused where one of them leads here no more, or the token was taken back
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void hold(Realm realm, TokenPayload token, List<Way> ways) {
        boolean held = ways.stream()
                .allMatch(way -> owner(realm, way)
                        .filter(user -> identities.hold(realm.name(), user.id(), way))
                        .isPresent());
        if (!held || revoked.containsAny(realm.name(), token.auditIds())) {
            throw KeystoneRefused.unauthorized().because("identity-unlinked");
        }
    }

    /** From now on the token ends with them. It has not been given out yet. */
    @Transactional
    public void bind(Realm realm, TokenPayload token, List<Way> ways) {
        ways.forEach(way -> tokens.bind(
                realm, token, new ShownIdentity(owner(realm, way).map(User::id).orElse(token.user()), way)));
    }

    private Optional<User> owner(Realm realm, Way way) {
        return identities.owner(realm.name(), way.connector(), way.subject());
    }
}
