package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.connector.PresentedConnector;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.identity.ConnectorId;
import io.vestibule.portal.OperatorView.Way;
import io.vestibule.portal.OperatorView.Way.State;
import io.vestibule.realm.ConnectorDeclaration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The connectors of a realm as its operators see them: those that are hidden or switched off, too. */
@ApplicationScoped
class OperatorConnectors {
    static final String PATH = "admin/connectors";

    private final Connectors connectors;
    private final AccountGate gate;

    OperatorConnectors(Connectors connectors, AccountGate gate) {
        this.connectors = connectors;
        this.gate = gate;
    }

    List<Way> all(AccountVisit visit) {
        return visit.realm().connectors().values().stream()
                .map(declared -> way(visit, declared))
                .toList();
    }

    Optional<Way> find(AccountVisit visit, String id) {
        return ConnectorId.isValid(id)
                ? Optional.ofNullable(visit.realm().connectors().get(new ConnectorId(id)))
                        .map(declared -> way(visit, declared))
                : Optional.empty();
    }

    /** The one to which the browser can be sent now. */
    Optional<ConnectorId> away(AccountVisit visit, String id) {
        return find(visit, id).filter(Way::away).map(way -> new ConnectorId(way.id()));
    }

    /** The one that takes a name and a password now. */
    Optional<PasswordConnector> typed(AccountVisit visit, String id) {
        return find(visit, id)
                .filter(Way::typed)
                .flatMap(way -> connectors.find(visit.realm().name(), new ConnectorId(id)))
                .filter(PasswordConnector.class::isInstance)
                .map(PasswordConnector.class::cast);
    }

    private Way way(AccountVisit visit, ConnectorDeclaration declared) {
        return new Way(
                declared.id().value(),
                declared.displayName(),
                declared.kind(),
                declared.enabled()
                        ? connectors
                                .find(visit.realm().name(), declared.id())
                                .map(OperatorConnectors::state)
                                .orElse(State.SHUT)
                        : State.OFF,
                gate.at(visit.realm(), PATH));
    }

    private static State state(Connector connector) {
        return switch (connector) {
            case RedirectConnector away -> State.AWAY;
            case PasswordConnector typed -> State.TYPED;
            case PresentedConnector presented -> State.SHUT;
        };
    }
}
