package io.vestibule.outbound;

import io.vestibule.outbound.OutboundOutcome.Failed;
import io.vestibule.outbound.OutboundOutcome.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides, before anything is sent, whether a URL may be called and at which addresses. */
final class Gate {
    private static final int MOST_ADDRESSES = 4;

    private final NameResolver resolver;
    private final AddressRules rules;

    Gate(NameResolver resolver, AddressRules rules) {
        this.resolver = resolver;
        this.rules = rules;
    }

    /** The answer: addresses that were checked and are the only ones to connect to, or why not. */
    sealed interface Passage {
        record Open(List<InetAddress> addresses) implements Passage {}

        record Shut(Failed why) implements Passage {}
    }

    Passage passage(Origin origin, Set<Origin> trusted) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(origin.host());
        } catch (UnknownHostException unknown) {
            return shut(
                    Kind.UNRESOLVED, Optional.ofNullable(unknown.getMessage()).orElse(origin.host()));
        }
        for (InetAddress address : addresses) {
            // One bad address among good ones is refused too: which of them is connected to would be chance.
            Optional<String> objection = objection(origin, address, trusted.contains(origin));
            if (objection.isPresent()) {
                return shut(Kind.FORBIDDEN, origin + " is " + address.getHostAddress() + ": " + objection.get());
            }
        }
        return new Passage.Open(addresses.stream().limit(MOST_ADDRESSES).toList());
    }

    private Optional<String> objection(Origin origin, InetAddress address, boolean trusted) {
        boolean allowed = rules.operatorAllows(origin.host(), address);
        if (!origin.encrypted() && !allowed && !(trusted && address.isLoopbackAddress())) {
            return Optional.of("plain http is for hosts in vestibule.outbound.allow and for this machine");
        }
        if (rules.internal(address) && !allowed && !trusted) {
            return Optional.of("an internal address, and not in vestibule.outbound.allow");
        }
        return Optional.empty();
    }

    private static Passage.Shut shut(Kind kind, String detail) {
        return new Passage.Shut(new Failed(kind, detail));
    }
}
