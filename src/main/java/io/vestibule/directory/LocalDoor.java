package io.vestibule.directory;

import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import java.util.List;

/**
 * The connector of our own people, for those who come by no page of the portal. Where the realm declares one, the Identity API
 * takes what only this server checks (a password, a passcode that stands alone) while one is on; where it declares none, always.
 */
public final class LocalDoor {
    private LocalDoor() {}

    public static boolean isOpen(Realm realm) {
        List<ConnectorDeclaration> doors = realm.connectors().values().stream()
                .filter(connector -> connector.kind().equals(LocalCredentials.CONNECTOR_KIND))
                .toList();
        return doors.isEmpty() || doors.stream().anyMatch(ConnectorDeclaration::enabled);
    }
}
