package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.identity.ConnectorId;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.LinkStep;
import io.vestibule.portal.AccountView.IdentitiesPage.Other;
import io.vestibule.realm.ConnectorDeclaration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Where else somebody may have an account, and the way there to prove it. */
@ApplicationScoped
class AccountLinks {
    private final Connectors connectors;
    private final BrowserSessions sessions;
    private final LinkStep links;
    private final PortalDoor door;

    AccountLinks(Connectors connectors, BrowserSessions sessions, LinkStep links, PortalDoor door) {
        this.connectors = connectors;
        this.sessions = sessions;
        this.links = links;
        this.door = door;
    }

    List<Other> more(AccountVisit visit) {
        return visit.realm().connectors().values().stream()
                .filter(ConnectorDeclaration::enabled)
                .filter(declared -> !declared.hidden())
                .filter(declared -> connectors
                        .find(visit.realm().name(), declared.id())
                        .filter(RedirectConnector.class::isInstance)
                        .isPresent())
                .map(declared -> new Other(declared.id().value(), declared.displayName()))
                .toList();
    }

    /** The person leaves to prove that they have an account there, too; nothing where accounts are not linked. */
    Optional<BrowserReply.Redirect> leave(AccountVisit visit, String connector, Visitor visitor) {
        String page = AccountIdentitiesPage.PATH;
        return more(visit).stream()
                .filter(other -> other.connector().equals(connector))
                .findFirst()
                .flatMap(other -> sessions.current(visit.realm(), visitor))
                .map(who -> links.start(
                        door.toAnotherAccountElsewhere(visit.realm(), page),
                        door.toAccount(visit.realm(), page),
                        door.toAccount(visit.realm(), page + "?done=linked"),
                        who,
                        new ConnectorId(connector),
                        visitor));
    }
}
