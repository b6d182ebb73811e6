package io.vestibule.protocol.saml.tryit;

import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.protocol.saml.tryit.TrySamlView.Said;
import io.vestibule.protocol.saml.tryit.TrySamlView.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A verified assertion as a person reads it. */
final class TellIdentity {
    private TellIdentity() {}

    static Told of(UpstreamIdentity identity) {
        List<Said> session = new ArrayList<>();
        session.add(new Said("NameID", identity.subject()));
        session.add(new Said("AuthnInstant", identity.context().authnInstant().toString()));
        identity.context().acr().ifPresent(acr -> session.add(new Said("AuthnContextClassRef", acr)));
        identity.context()
                .authorities()
                .forEach(authority -> session.add(new Said("AuthenticatingAuthority", authority)));
        identity.upstreamSession().id().ifPresent(index -> session.add(new Said("SessionIndex", index)));
        List<Said> attributes = identity.claims().values().entrySet().stream()
                .map(claim -> new Said(claim.getKey(), String.join(", ", claim.getValue())))
                .toList();
        return new Told(name(identity), List.copyOf(session), attributes);
    }

    private static String name(UpstreamIdentity identity) {
        return Stream.of("name", "preferred_username", "email")
                .map(identity.claims()::first)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(identity.subject());
    }
}
