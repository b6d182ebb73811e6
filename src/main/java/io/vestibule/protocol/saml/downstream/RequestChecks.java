package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.SamlRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.RequestAbstractType;

/**
 * Whether a request may be answered at all, in the order it is looked at. What fails here gets a page of ours and never an
 * answer, since nobody is known yet who could be sent one.
 */
@ApplicationScoped
class RequestChecks {
    /** SAML Bindings §3.4.3 says 80 bytes; what is in use is often an address. */
    private static final int LONGEST_RELAY_STATE = 2 * 1024;

    private static final int LONGEST_ID = 256;
    private static final Duration SKEW = Duration.ofMinutes(3);
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final ServiceProviders parties;
    private final Clock clock;

    RequestChecks(ServiceProviders parties, Clock clock) {
        this.parties = parties;
        this.clock = clock;
    }

    /** Whom a request is from, and the request as far as it can be believed. */
    record Asker<R extends RequestAbstractType>(ServiceProvider party, R message) {}

    <R extends RequestAbstractType> Asker<R> of(Incoming<R> incoming) throws SamlRefused {
        isForUs(incoming);
        issuedJustNow(incoming.message());
        return believed(incoming);
    }

    /** As {@link #of}, and signed whatever was agreed. */
    <R extends RequestAbstractType> Asker<R> signed(Incoming<R> incoming) throws SamlRefused {
        Asker<R> asker = signedAtAnyTime(incoming);
        issuedJustNow(asker.message());
        return asker;
    }

    /** As {@link #of}, signed whatever was agreed, and however old: who asks has to look at that. */
    <R extends RequestAbstractType> Asker<R> signedAtAnyTime(Incoming<R> incoming) throws SamlRefused {
        if (!incoming.proof().isThere()) {
            throw new SamlRefused("unsigned-request", "a signature", "none");
        }
        isForUs(incoming);
        return believed(incoming);
    }

    private static void isForUs(Incoming<?> incoming) throws SamlRefused {
        requireBounded(incoming.relayState());
        versionIsTwo(incoming.message());
        idIsBounded(incoming.message());
        destinationIsThisEndpoint(incoming);
    }

    private <R extends RequestAbstractType> Asker<R> believed(Incoming<R> incoming) throws SamlRefused {
        ServiceProvider party = issuerIsKnown(incoming);
        return new Asker<>(party, signatureIsTheirs(incoming, party));
    }

    static void requireBounded(Optional<String> relayState) throws SamlRefused {
        int length = relayState
                .map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        if (length > LONGEST_RELAY_STATE) {
            throw new SamlRefused("relay-state-too-long", "at most " + LONGEST_RELAY_STATE + " bytes", length + "");
        }
    }

    private static void versionIsTwo(RequestAbstractType message) throws SamlRefused {
        if (!SAMLVersion.VERSION_20.equals(message.getVersion())) { // SAML Core §4.1.3.2
            throw new SamlRefused("version", "2.0", String.valueOf(message.getVersion()));
        }
    }

    /** It is given back and travels in addresses of ours. */
    private static void idIsBounded(RequestAbstractType message) throws SamlRefused {
        String id = message.getID();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw new SamlRefused("request-id", "1 to " + LONGEST_ID + " characters", String.valueOf(id));
        }
    }

    private static void destinationIsThisEndpoint(Incoming<?> incoming) throws SamlRefused {
        String destination = incoming.message().getDestination();
        String here = incoming.endpoint().toString();
        if (destination == null || destination.isEmpty()) {
            if (incoming.byBrowser() && incoming.proof().isThere()) { // SAML Bindings §3.4.5.2, §3.5.5.2
                throw new SamlRefused("destination", here, "none in a signed request");
            }
            return;
        }
        if (!destination.equals(here)) {
            throw new SamlRefused("destination", here, destination);
        }
    }

    void issuedJustNow(RequestAbstractType message) throws SamlRefused {
        Instant issued = message.getIssueInstant();
        Instant now = clock.instant();
        if (issued == null || issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(OLDEST))) {
            throw new SamlRefused("issue-instant", "within " + OLDEST + " of " + now, String.valueOf(issued));
        }
    }

    private ServiceProvider issuerIsKnown(Incoming<?> incoming) throws SamlRefused {
        Issuer issuer = incoming.message().getIssuer();
        String format = issuer == null || issuer.getFormat() == null ? Issuer.ENTITY : issuer.getFormat();
        if (!format.equals(Issuer.ENTITY)) { // SAML Core §8.3.6
            throw new SamlRefused("unknown-issuer", Issuer.ENTITY, format);
        }
        String name = issuer == null || issuer.getValue() == null
                ? ""
                : issuer.getValue().strip();
        return parties.require(incoming.realm(), name);
    }

    private static <R extends RequestAbstractType> R signatureIsTheirs(Incoming<R> incoming, ServiceProvider party)
            throws SamlRefused {
        if (incoming.proof().isThere()) {
            return incoming.proof().verify(party);
        }
        if (party.mustSignRequests()) {
            throw new SamlRefused("unsigned-request", "a signature, as agreed with this service provider", "none");
        }
        return incoming.message();
    }
}
