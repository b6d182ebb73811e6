package io.vestibule.relyingparty;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.Subject;
import java.util.Optional;
import java.util.Set;

/**
 * Who came out of a login, for one relying party.
 *
 * @param claims everything known; the protocol releases what was asked for and agreed to
 * @param agreed which of {@link AuthnRequest#asks()} the person or the operator agreed to
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
        Optional<Scope> scope,
        SessionRef session) {}
