package io.vestibule.relyingparty;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who came out of a login, for one relying party.
 *
 * @param claims everything known, name, preferred_username, email, email_verified and groups among it; the protocol releases
 *     what was asked for and agreed to
 * @param agreed which of {@link AuthnRequest#asks()} the person or the operator agreed to
 * @param scope where they may act with this proof, when that was asked for
 * @param sessionEnds when the session is over at the latest
 * @param connector who vouched, and {@code upstreamSubject} what it calls the person
 */
public record Authentication(
        Subject subject,
        Claims claims,
        Set<String> groups,
        AuthnContext context,
        ConnectorId connector,
        String upstreamSubject,
        Set<String> agreed,
        Optional<GrantedScope> scope,
        SessionRef session,
        Optional<Instant> sessionEnds) {
    /** Of a session whose end is not told. */
    public Authentication(
            Subject subject,
            Claims claims,
            Set<String> groups,
            AuthnContext context,
            ConnectorId connector,
            String upstreamSubject,
            Set<String> agreed,
            Optional<GrantedScope> scope,
            SessionRef session) {
        this(subject, claims, groups, context, connector, upstreamSubject, agreed, scope, session, Optional.empty());
    }
}
