package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Between the portal and the answer: good once, for a minute, and in the browser alone in which that session is. Who sends
 * somebody an address with a ticket of their own has signed nobody in, and who finds one in a log has found nothing.
 */
@ApplicationScoped
class BrowserTickets {
    private static final String KIND = "keystone-ticket";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ExpiringRecords records;
    private final RandomTokens random;
    private final Clock clock;

    BrowserTickets(ExpiringRecords records, RandomTokens random, Clock clock) {
        this.records = records;
        this.random = random;
        this.clock = clock;
    }

    String give(String session, WebSsoMemory asked) {
        String ticket = random.next();
        records.put(KIND, ticket, content(session, asked), clock.instant().plus(PATIENCE));
        return ticket;
    }

    /** Whose it is of those who are signed in here; gone after that. */
    Optional<SignedIn> take(String ticket, WebSsoMemory asked, List<SignedIn> here) {
        return records.take(KIND, ticket)
                .flatMap(content -> here.stream()
                        .filter(one -> content.equals(content(one.session().id().toString(), asked)))
                        .findFirst());
    }

    private static String content(String session, WebSsoMemory asked) {
        return String.join(
                "\n", session, asked.protocol(), asked.identityProvider().orElse(""));
    }
}
