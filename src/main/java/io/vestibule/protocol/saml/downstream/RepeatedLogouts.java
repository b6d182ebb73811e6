package io.vestibule.protocol.saml.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.SessionId;
import io.vestibule.login.BrowserBinding;
import io.vestibule.logout.Logout;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.LogoutRequest;

/**
 * A service provider's logout that a browser brings once more: its page is loaded again, or the service provider asks anew about
 * what is over. Nothing ends by that; the browser that did it is shown what came of it, and nobody else is.
 */
@ApplicationScoped
class RepeatedLogouts {
    private static final String KIND = "saml-logout-by-name";
    private static final Duration REMEMBERED = Duration.ofMinutes(15); // as long as what came of it
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int LOOKS = 15;

    private final NamedSessions named;
    private final Logout logout;
    private final BrowserBinding binding;
    private final ExpiringRecords records;
    private final Clock clock;

    RepeatedLogouts(NamedSessions named, Logout logout, BrowserBinding binding, ExpiringRecords records, Clock clock) {
        this.named = named;
        this.logout = logout;
        this.binding = binding;
        this.records = records;
        this.clock = clock;
    }

    /** Before it ends: a name alone leads to a session only as long as that lives. */
    void begin(RequestChecks.Asker<LogoutRequest> asker, Visitor visitor, SessionId session) throws SamlRefused {
        Optional<PersonName> name = nameAlone(asker);
        if (name.isPresent()) {
            records.put(
                    KIND,
                    id(asker.party(), name.get(), visitor),
                    session.toString(),
                    clock.instant().plus(REMEMBERED));
        }
    }

    /** What came of it in this browser, a short time ago. */
    Optional<BrowserReply> shown(RequestChecks.Asker<LogoutRequest> asker, Wishes wishes, Visitor visitor)
            throws SamlRefused {
        for (SessionId session : over(asker, visitor)) {
            Optional<BrowserReply> again = logout.again(wishes.of(session), visitor);
            if (again.isPresent()) {
                return again;
            }
        }
        return Optional.empty();
    }

    /** The same of one that may be under way at this moment: the page was asked for twice at once, maybe at two nodes. */
    Optional<BrowserReply> awaited(RequestChecks.Asker<LogoutRequest> asker, Wishes wishes, Visitor visitor)
            throws SamlRefused {
        Optional<BrowserReply> shown = shown(asker, wishes, visitor);
        try {
            for (int looks = 0; shown.isEmpty() && looks < LOOKS; looks++) {
                Thread.sleep(LOOK_AGAIN);
                shown = shown(asker, wishes, visitor);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return shown;
    }

    /** What the service provider wishes, said of a session. */
    interface Wishes {
        io.vestibule.logout.LogoutRequest of(SessionId session);
    }

    private List<SessionId> over(RequestChecks.Asker<LogoutRequest> asker, Visitor visitor) throws SamlRefused {
        return nameAlone(asker)
                .map(name -> records.peek(KIND, id(asker.party(), name, visitor)).flatMap(SessionId::parse).stream()
                        .toList())
                .orElseGet(() -> named.indexed(asker.party(), asker.message()).toList());
    }

    private Optional<PersonName> nameAlone(RequestChecks.Asker<LogoutRequest> asker) throws SamlRefused {
        return NamedSessions.hasIndex(asker.message()) ? Optional.empty() : named.name(asker.party(), asker.message());
    }

    private String id(ServiceProvider party, PersonName name, Visitor visitor) {
        return party.realm().name() + " " + binding.mark(visitor).digest() + " " + party.entityId() + " "
                + name.remembered();
    }
}
